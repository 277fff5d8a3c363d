using System.Collections.Immutable;
using Pinfold.Core.Paths;
using Pinfold.Core.WindowsModel;
using Pinfold.Core.WindowsModel.Access;

namespace Pinfold.Core.Planning.Windows;

/// <summary>What the model says of a command's token and a descriptor that was read from the disk.</summary>
public static class ModelCheck
{
    /// <summary>Whether it is granted, then one line for each step: which entry, label or pass decided.</summary>
    /// <param name="token">The command's.</param>
    /// <param name="path">Of what the descriptor is.</param>
    /// <param name="isFolder">Whether that is a folder.</param>
    /// <param name="descriptor">The descriptor.</param>
    /// <param name="rights">What is asked for.</param>
    public static ImmutableArray<string> Explain(Token token, CanonicalPath path, bool isFolder,
        SecurityDescriptor descriptor, AccessMask rights)
    {
        var type = isFolder ? SecurableType.Directory : SecurableType.File;
        var trace = AccessCheck.Explain(token, descriptor, rights, type.Mapping);
        var head = $"access check (model) of {WindowsPath.ToWin32(path)} as it is now: {(trace.Result.IsGranted ? "granted" : "refused")}";
        return [head, .. trace.Describe(type).Split('\n').Select(line => "  " + line)];
    }
}
