using System.Collections.Immutable;
using Pinfold.Core.Paths;
using Pinfold.Core.WindowsModel;
using Pinfold.Core.WindowsModel.Access;

namespace Pinfold.Core.Planning.Windows;

/// <summary>
/// A folder that this computer's own server gives to the user, as <c>\\localhost\NAME</c>. No source says that the server knows restricting
/// SIDs, so what lies there is taken to be reached past the fence.
/// </summary>
/// <param name="Name">The share's name.</param>
/// <param name="Path">Where it leads.</param>
public sealed record WindowsShare(string Name, CanonicalPath Path)
{
    private const uint BuiltInAdministrator = 500;

    /// <summary>
    /// The system's own shares of drives, <c>C$</c>, where the user comes in by the network as a whole administrator: with an account of a
    /// domain, or where UAC does not filter accounts of this computer (Microsoft KB 951016), which it never does for the built-in one.
    /// </summary>
    /// <param name="token">Of the user.</param>
    /// <param name="filtersLocalAccounts">LocalAccountTokenFilterPolicy is not 1.</param>
    /// <param name="volumes">The volumes.</param>
    public static ImmutableArray<WindowsShare> Administrative(
        Token token, bool filtersLocalAccounts, ImmutableArray<WindowsVolume> volumes)
    {
        ArgumentNullException.ThrowIfNull(token);
        if (!token.Groups.Any(g => g.Sid == WellKnownSids.Administrators)) return [];
        var isLocal = token.Groups.Any(g => g.Sid == WellKnownSids.LocalAccount);
        if (isLocal && filtersLocalAccounts && token.User.SubAuthorities[^1] != BuiltInAdministrator) return [];
        return [.. volumes.Where(v => v.HasAcls && v.Root.Value.Length == "/C:".Length).Select(v => new WindowsShare($"{v.Root.Value[1]}$", v.Root))];
    }

    /// <summary>True when the share leads to <paramref name="path"/>, or to something in it.</summary>
    public bool Touches(CanonicalPath path) => WindowsPath.IsWithin(path, Path) || WindowsPath.IsWithin(Path, path);

    /// <summary>For a report.</summary>
    public override string ToString() => $@"\\localhost\{Name} leads to {WindowsPath.ToWin32(Path)} past the fence";
}
