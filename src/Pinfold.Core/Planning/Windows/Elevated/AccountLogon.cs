using System.Collections.Immutable;
using Pinfold.Core.WindowsModel;
using Pinfold.Core.WindowsModel.Access;

namespace Pinfold.Core.Planning.Windows.Elevated;

/// <summary>What a batch logon of one of the accounts gives.</summary>
public static class AccountLogon
{
    /// <summary>S-1-5-3, BATCH: in place of INTERACTIVE, which services and COM servers let in by default.</summary>
    public static Sid Batch { get; } = Sid.Parse("S-1-5-3");

    /// <summary>
    /// A command's token: the one place where it is put together, for the plan and for the broker that carries it out.
    /// </summary>
    /// <param name="account">The account.</param>
    /// <param name="group">The accounts' local group.</param>
    /// <param name="user">Whose command it is.</param>
    /// <param name="session">The session's SID.</param>
    /// <param name="roots">SIDs of the writable roots.</param>
    /// <param name="reads">SIDs of what may be read besides.</param>
    /// <param name="terminalSession">The user's terminal session.</param>
    /// <param name="proxySlot">The place of its proxy's port (<see cref="ProxyPorts"/>); null for a command that
    /// reaches none.</param>
    public static WindowsStep.LogOn Step(
        SandboxAccount account, Sid group, Sid user, Sid session,
        ImmutableArray<Sid> roots, ImmutableArray<Sid> reads, uint terminalSession,
        int? proxySlot = null)
    {
        ArgumentNullException.ThrowIfNull(account);
        ImmutableArray<Sid> proxy = proxySlot is { } slot ? [ProxyPorts.SidOf(slot)] : [];
        var sddl = new SessionDescriptors(user, session);
        return new(account, [group, .. roots, .. reads, session, .. proxy],
            RestrictedTokenFlags.DisableMaxPrivilege | RestrictedTokenFlags.LuaToken
                | RestrictedTokenFlags.WriteRestricted,
            [.. roots, session, account.Network, .. proxy, WellKnownSids.Everyone],
            sddl.DefaultDacl, FenceLevel.Sid, terminalSession, sddl.Token);
    }

    /// <summary>
    /// The token before it is restricted: an ordinary user's, who is a member of Users because Authenticated Users is.
    /// </summary>
    /// <param name="account">The account.</param>
    /// <param name="groups">Groups that the broker adds.</param>
    /// <param name="logonSession">The SID of the new logon session.</param>
    public static Token TokenOf(SandboxAccount account, ImmutableArray<Sid> groups, Sid logonSession)
    {
        ArgumentNullException.ThrowIfNull(account);
        return new(account.Sid)
        {
            Groups =
            [
                new(WellKnownSids.Everyone), new(WellKnownSids.LocalAccount), new(WellKnownSids.Users), new(Batch),
                new(WellKnownSids.AuthenticatedUsers), new(Sid.Parse("S-1-5-15")),
                new(WellKnownSids.Local), new(Sid.Parse("S-1-5-64-10")),
                .. groups.Select(g => new TokenGroup(g)),
                new(logonSession, GroupAttributes.Default | GroupAttributes.LogonId),
            ],
            Privileges = Privileges.ChangeNotify | Privileges.Shutdown
                | Privileges.Undock | Privileges.IncreaseWorkingSet | Privileges.TimeZone,
            DefaultDacl =
                SecurityDescriptor.Parse($"D:(A;;GA;;;SY)(A;;GA;;;{account.Sid})(A;;GXGR;;;{logonSession})").Dacl,
        };
    }
}
