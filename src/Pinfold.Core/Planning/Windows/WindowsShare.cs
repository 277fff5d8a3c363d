using System.Collections.Immutable;
using Pinfold.Core.Paths;
using Pinfold.Core.WindowsModel;
using Pinfold.Core.WindowsModel.Access;
using Pinfold.Core.WindowsModel.Machine;

namespace Pinfold.Core.Planning.Windows;

/// <summary>
/// A folder that this computer's own server gives to the user, as <c>\\localhost\NAME</c>. No source says that the
/// server knows restricting SIDs, so what lies there is taken to be reached past the fence.
/// </summary>
/// <param name="Name">The share's name.</param>
/// <param name="Path">Where it leads.</param>
public sealed record WindowsShare(string Name, CanonicalPath Path)
{
    private const uint BuiltInAdministrator = 500;

    /// <summary>
    /// Who may come in by the share, in rights to files, besides what each file says itself; null when it is not known.
    /// </summary>
    public SecurityDescriptor? Descriptor { get; init; }

    /// <summary>
    /// The system's own shares of drives, <c>C$</c>, where the user comes in by the network as a whole administrator:
    /// with an account of a domain, or where UAC does not filter accounts of this computer (Microsoft KB 951016), which
    /// it never does for the built-in one.
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
        return [.. volumes.Where(v => v.HasAcls && v.Root.Value.Length == "/C:".Length)
            .Select(v => new WindowsShare($"{v.Root.Value[1]}$", v.Root))];
    }

    /// <summary>
    /// True unless the share's own list keeps all of <paramref name="rights"/> from the user. Where there is a doubt it
    /// lets them: groups for deny only count as the user's, refusals count that name the user or everybody alone, and
    /// no condition is read.
    /// </summary>
    public bool Lets(Token user, AccessMask rights)
    {
        ArgumentNullException.ThrowIfNull(user);
        if (Descriptor?.Dacl is not { } dacl || dacl.Aces.Any(a => a.Type is not (AceType.Allowed or AceType.Denied)))
            return true;
        var seen = FileServer.Sees(user, keepsAdministrators: true);
        seen = seen with { Groups = [.. seen.Groups, new(WellKnownSids.Network, GroupAttributes.Default)] };
        var counted = dacl.Aces.Where(
            a => a.Type == AceType.Allowed || a.Sid == user.User || a.Sid == WellKnownSids.Everyone)
            .Select(a => a with { Mask = SecurableType.File.Mapping.Map(a.Mask) });
        var asked = (Descriptor with { Sacl = null }).WithDacl(new(counted.ToImmutableArray()));
        for (var bit = 1u; bit != 0 && bit <= rights.Value; bit <<= 1)
            if (rights.Contains(bit) && AccessCheck.Check(seen, asked, bit, SecurableType.File.Mapping).IsGranted)
                return true;
        return false;
    }

    /// <summary>True when the share leads to <paramref name="path"/>, or to something in it.</summary>
    public bool Touches(CanonicalPath path) => WindowsPath.IsWithin(path, Path) || WindowsPath.IsWithin(Path, path);

    /// <summary>For a report.</summary>
    public override string ToString() => $@"\\localhost\{Name} leads to {WindowsPath.ToWin32(Path)} past the fence";
}
