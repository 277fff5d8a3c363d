using System.Collections.Immutable;
using Pinfold.Core.WindowsModel;
using Pinfold.Core.WindowsModel.Access;

namespace Pinfold.Core.Planning.Windows;

/// <summary>
/// Key groups: groups that say how somebody logged on, and that hardly any descriptor names. A session keeps two of
/// them, and what it makes is open to the user only where those two are enabled.
/// </summary>
public static class SessionKeys
{
    /// <summary>
    /// Those that may serve (MS-DTYP 2.4.2.4; cloud accounts: winnt.h, SECURITY_AUTHENTICATION_PACKAGE).
    /// </summary>
    public static ImmutableArray<Sid> Groups { get; } =
    [
        WellKnownSids.Local, WellKnownSids.ConsoleLogon, WellKnownSids.ThisOrganization,
        WellKnownSids.LocalAccount, WellKnownSids.NtlmAuthentication,
        WellKnownSids.CloudAuthentication, WellKnownSids.AssertedIdentity,
    ];

    /// <summary>
    /// The pairs that a session of <paramref name="user"/> can have, in the order in which they are tried; none with
    /// one key or no key.
    /// </summary>
    public static ImmutableArray<KeyPair> PairsOf(Token user)
    {
        var held = HeldBy(user);
        return [.. held.SelectMany((first, i) => held[(i + 1)..].Select(second => new KeyPair(first, second)))];
    }

    /// <summary>
    /// The groups that a session's token has for deny only: every key that it holds, but for its pair.
    /// </summary>
    /// <param name="user">Pinfold's own token.</param>
    /// <param name="kept">The session's pair; null when it has none, and so opens nothing of other sessions.</param>
    public static ImmutableArray<Sid> DenyOnly(Token user, KeyPair? kept) =>
        [.. HeldBy(user).Where(key => key != kept?.First && key != kept?.Second)];

    /// <summary>
    /// A token whose default DACL asks for <paramref name="pair"/>, for a trial on the system itself.
    /// </summary>
    /// <param name="user">Pinfold's own token.</param>
    /// <param name="pair">The pair.</param>
    /// <param name="keeps">False for a token that has all keys for deny only.</param>
    public static WindowsStep.CreateToken Trial(Token user, KeyPair pair, bool keeps)
    {
        ArgumentNullException.ThrowIfNull(user);
        var session = CapabilitySid.ForSession(user.User, "trial");
        var sddl = new SessionDescriptors(user.User, session, pair);
        const RestrictedTokenFlags Flags = RestrictedTokenFlags.DisableMaxPrivilege
            | RestrictedTokenFlags.LuaToken | RestrictedTokenFlags.WriteRestricted;
        return new(Flags, DenyOnly(user, keeps ? pair : null), [session, WellKnownSids.Everyone], sddl.DefaultDacl,
            FenceLevel.Sid, sddl.Token);
    }

    private static ImmutableArray<Sid> HeldBy(Token user)
    {
        ArgumentNullException.ThrowIfNull(user);
        return [.. Groups.Where(key => user.Groups.Any(g => g.Sid == key && g.IsEnabled))];
    }
}
