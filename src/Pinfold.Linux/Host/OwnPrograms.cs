using Pinfold.Core.Paths;
using Pinfold.Core.Planning;

namespace Pinfold.Linux.Host;

/// <summary>
/// This program itself, where it lies in a writable root (its own checkout): who could replace it would command the
/// next fence.
/// </summary>
internal static class OwnPrograms
{
    /// <summary>
    /// The folder of the program and the launcher, and the script of a checkout that starts them; without symbolic
    /// links.
    /// </summary>
    internal static IEnumerable<(CanonicalPath Path, PathKind Kind)> In(IReadOnlyCollection<CanonicalPath> roots)
    {
        if (roots.Count == 0 || !CanonicalPath.TryParse(AppContext.BaseDirectory, out var given, out _)
            || PathProbe.Real(given) is not { } folder)
            yield break;
        if (!roots.Any(folder.IsWithin)) yield break;
        yield return (folder, PathKind.Directory);
        var script = folder.Parent.Parent.Combine("pinfold");
        if (roots.Any(script.IsWithin) && PathProbe.KindOf(script) == PathKind.File)
            yield return (script, PathKind.File);
    }
}
