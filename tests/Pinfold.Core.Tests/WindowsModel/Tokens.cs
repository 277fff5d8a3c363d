using Pinfold.Core.WindowsModel;
using Pinfold.Core.WindowsModel.Access;

namespace Pinfold.Core.Tests.WindowsModel;

/// <summary>Tokens that the tests begin with.</summary>
internal static class Tokens
{
    internal static readonly Sid Alice = SecurityGens.Domain.Child(1001);
    internal static readonly Sid Bob = SecurityGens.Domain.Child(1002);
    internal static readonly Sid Logon = WellKnownSids.LogonSession(0, 4711);
    internal static readonly Sid Root = Sid.Parse("S-1-5-80-1-2-3-4-5");

    /// <summary>Alice, an ordinary user who is logged on.</summary>
    internal static readonly Token User = new(Alice)
    {
        Groups =
        [
            new(WellKnownSids.Everyone), new(WellKnownSids.Users),
            new(WellKnownSids.Interactive), new(WellKnownSids.AuthenticatedUsers),
            new(WellKnownSids.LocalAccount), new(WellKnownSids.Local),
            new(Logon, GroupAttributes.Default | GroupAttributes.LogonId),
        ],
        PrimaryGroup = SecurityGens.Domain.Child(513),
        Privileges = Privileges.ChangeNotify | Privileges.Shutdown | Privileges.Undock | Privileges.IncreaseWorkingSet
            | Privileges.TimeZone,
        DefaultDacl = SecurityDescriptor.Parse($"D:(A;;GA;;;{Alice})(A;;GA;;;SY)(A;;GXGR;;;{Logon})").Dacl,
    };

    /// <summary>Alice as an administrator, elevated.</summary>
    internal static readonly Token Administrator = User with
    {
        Groups = User.Groups.Add(new(WellKnownSids.Administrators, GroupAttributes.Default | GroupAttributes.Owner)),
        Privileges = Privileges.All,
        EnabledPrivileges = Privileges.ChangeNotify | Privileges.Impersonate | Privileges.CreateGlobal,
        Owner = WellKnownSids.Administrators, IntegrityLevel = WellKnownSids.High,
    };

    /// <summary>A write-restricted token as the unelevated backend is to make it.</summary>
    internal static readonly Token WriteRestricted = RestrictedTokens.Create(
        User,
        RestrictedTokenFlags.DisableMaxPrivilege | RestrictedTokenFlags.LuaToken | RestrictedTokenFlags.WriteRestricted,
        restrictingSids: [Root, Logon, WellKnownSids.Everyone]);

    internal static AccessResult Check(this Token token, string sddl, AccessMask desired, SecurableType? type = null,
        Sid? self = null) =>
        AccessCheck.Check(token, SecurityDescriptor.Parse(sddl), desired, (type ?? SecurableType.File).Mapping, self);

    internal static bool Gets(this Token token, string sddl, AccessMask desired, SecurableType? type = null,
        Sid? self = null) =>
        token.Check(sddl, desired, type, self).IsGranted;
}
