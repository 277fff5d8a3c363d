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
                new(WellKnownSids.AuthenticatedUsers), new(Sid.Parse("S-1-5-15")), new(WellKnownSids.Local), new(Sid.Parse("S-1-5-64-10")),
                .. groups.Select(g => new TokenGroup(g)), new(logonSession, GroupAttributes.Default | GroupAttributes.LogonId),
            ],
            Privileges = Privileges.ChangeNotify | Privileges.Shutdown | Privileges.Undock | Privileges.IncreaseWorkingSet | Privileges.TimeZone,
            DefaultDacl = SecurityDescriptor.Parse($"D:(A;;GA;;;SY)(A;;GA;;;{account.Sid})(A;;GXGR;;;{logonSession})").Dacl,
        };
    }
}
