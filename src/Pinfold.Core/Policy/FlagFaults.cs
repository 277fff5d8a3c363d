using System.Collections.Immutable;
using Pinfold.Core.Paths;

namespace Pinfold.Core.Policy;

/// <summary>What is wrong with flags by themselves, before any file is read.</summary>
public static class FlagFaults
{
    /// <summary>
    /// Every fault at once. Names and paths are not looked at: files and the host know what there is.
    /// </summary>
    public static ImmutableArray<Diagnostic> Of(PolicyFlags flags)
    {
        ArgumentNullException.ThrowIfNull(flags);
        var faults = new DiagnosticBag();
        var paths = new PathSyntax(CanonicalPath.Root, CanonicalPath.Root, faults);
        _ = FlagReader.Read(flags with { Write = [], Read = [], Unprotect = [] }, paths, faults);
        return faults.ToImmutable();
    }
}
