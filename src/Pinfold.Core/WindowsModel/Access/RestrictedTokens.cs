using System.Collections.Immutable;

namespace Pinfold.Core.WindowsModel.Access;

/// <summary>CreateRestrictedToken (Win32): a token that can do less.</summary>
public static class RestrictedTokens
{
    /// <summary>What a filtered administrator keeps (UAC architecture, "standard user privileges").</summary>
    private const Privileges OfOrdinaryUsers =
        Privileges.ChangeNotify | Privileges.Shutdown | Privileges.Undock
            | Privileges.IncreaseWorkingSet | Privileges.TimeZone;

    // The groups that UAC filters: builtin aliases and domain groups, by relative identifier.
    private static readonly uint[] PowerfulAliases = [544, 547, 548, 549, 550, 551, 553, 554, 556, 569];
    private static readonly uint[] PowerfulDomainGroups = [498, 512, 516, 517, 518, 519, 520, 553];

    /// <summary>Makes a token that can do what <paramref name="token"/> can, less what is said here.</summary>
    /// <param name="token">The existing token.</param>
    /// <param name="flags">What to take away by kind.</param>
    /// <param name="sidsToDisable">
    /// Groups, or the account, that are from now on for deny only. What the token does not hold is passed over.
    /// </param>
    /// <param name="privilegesToDelete">Privileges to take away.</param>
    /// <param name="restrictingSids">
    /// Restricting SIDs. A token that has some already keeps those that are in both lists; when none is, nothing passes
    /// the second pass any more.
    /// </param>
    public static Token Create(
        Token token, RestrictedTokenFlags flags, ReadOnlySpan<Sid> sidsToDisable = default,
        Privileges privilegesToDelete = Privileges.None,
        ReadOnlySpan<Sid> restrictingSids = default)
    {
        var isLua = flags.HasFlag(RestrictedTokenFlags.LuaToken);
        ImmutableArray<Sid> disabled = [.. sidsToDisable];
        ImmutableArray<TokenGroup> groups =
            [.. token.Groups.Select(g => disabled.Contains(g.Sid) || isLua && IsPowerful(g.Sid) ? DenyOnly(g) : g)];
        var kept = token.Privileges & ~privilegesToDelete;
        if (flags.HasFlag(RestrictedTokenFlags.DisableMaxPrivilege)) kept &= Privileges.ChangeNotify;
        if (isLua) kept &= OfOrdinaryUsers;
        var ownerIsGone = groups.Any(g => g.Sid.Equals(token.Owner) && g.IsDenyOnly);
        return token with
        {
            IsUserDenyOnly = token.IsUserDenyOnly || disabled.Contains(token.User),
            Groups = groups,
            Privileges = kept,
            EnabledPrivileges = token.EnabledPrivileges & kept,
            RestrictingSids = Restrict(token, restrictingSids),

            // A token that is restricted for reading too must not get out of it.
            IsWriteRestricted = token.IsRestricted
                ? token.IsWriteRestricted
                : flags.HasFlag(RestrictedTokenFlags.WriteRestricted),
            IsSandboxInert = token.IsSandboxInert || flags.HasFlag(RestrictedTokenFlags.SandboxInert),
            Owner = ownerIsGone ? token.User : token.Owner,
            IntegrityLevel = isLua && !IntegrityCheck.Dominates(WellKnownSids.Medium, token.IntegrityLevel)
                ? WellKnownSids.Medium
                : token.IntegrityLevel,
        };
    }

    private static ImmutableArray<Sid> Restrict(Token token, ReadOnlySpan<Sid> more)
    {
        if (more.IsEmpty) return token.RestrictingSids;
        ImmutableArray<Sid> wanted = [.. ImmutableArray.Create(more).Distinct()];
        if (!token.IsRestricted) return wanted;
        ImmutableArray<Sid> both = [.. token.RestrictingSids.Where(s => wanted.Contains(s))];

        // An empty list would be no restriction; the null SID is in no descriptor.
        return both.IsEmpty ? [new Sid(0, 0)] : both;
    }

    private static TokenGroup DenyOnly(TokenGroup group) => group with
    {
        Attributes = group.Attributes
            & ~(GroupAttributes.Enabled | GroupAttributes.EnabledByDefault | GroupAttributes.Owner)
            | GroupAttributes.UseForDenyOnly,
    };

    private static bool IsPowerful(Sid sid) =>
        sid.IsBelow(WellKnownSids.Builtin) && PowerfulAliases.Contains(sid.SubAuthorities[^1])
            || sid.IsBelow(AccountDomains) && PowerfulDomainGroups.Contains(sid.SubAuthorities[^1]);

    /// <summary><c>S-1-5-21</c>, below which machines and domains stand.</summary>
    private static Sid AccountDomains { get; } = new(5, 21);
}
