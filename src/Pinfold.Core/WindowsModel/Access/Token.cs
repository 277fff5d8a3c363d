using System.Collections.Immutable;
using Pinfold.Core.WindowsModel.Conditions;

namespace Pinfold.Core.WindowsModel.Access;

/// <summary>
/// An access token (MS-DTYP 2.5.2), with the fields that only Windows has: restricting SIDs, write restriction, app
/// package and capabilities. Never changes.
/// </summary>
/// <param name="User">The account.</param>
public sealed record Token(Sid User)
{
    private SidTable? _table;

    /// <summary>True when the account matches entries that deny, and no others.</summary>
    public bool IsUserDenyOnly { get; init => (field, _table) = (value, null); }

    /// <summary>The groups, the logon session's SID among them.</summary>
    public ImmutableArray<TokenGroup> Groups { get; init => (field, _table) = (value, null); } = [];

    /// <summary>The privileges that the token holds.</summary>
    public Privileges Privileges { get; init; } = Privileges.ChangeNotify;

    /// <summary>Those of them that are enabled: the only ones that the check asks for.</summary>
    public Privileges EnabledPrivileges { get; init; } = Privileges.ChangeNotify;

    /// <summary>The owner of what is made with the token.</summary>
    public Sid Owner { get; init; } = User;

    /// <summary>The primary group of what is made with the token.</summary>
    public Sid PrimaryGroup { get; init; } = User;

    /// <summary>
    /// The DACL of what is made with the token where there is nothing to inherit; null allows everything to everyone.
    /// </summary>
    public Acl? DefaultDacl { get; init; }

    /// <summary>The integrity level.</summary>
    public Sid IntegrityLevel { get; init; } = WellKnownSids.Medium;

    /// <summary>What labels mean to the token.</summary>
    public MandatoryPolicy MandatoryPolicy { get; init; } = MandatoryPolicy.Default;

    /// <summary>Restricting SIDs: with one or more, a second pass asks for these alone.</summary>
    public ImmutableArray<Sid> RestrictingSids { get; init => (field, _table) = (value, null); } = [];

    /// <summary>WRITE_RESTRICTED: the second pass is only for requests that write.</summary>
    public bool IsWriteRestricted { get; init; }

    /// <summary>SANDBOX_INERT: AppLocker and software restriction policies do not look at it.</summary>
    public bool IsSandboxInert { get; init; }

    /// <summary>The package of an AppContainer; null for any other token.</summary>
    public Sid? PackageSid { get; init => (field, _table) = (value, null); }

    /// <summary>The capabilities of an AppContainer.</summary>
    public ImmutableArray<TokenGroup> Capabilities { get; init => (field, _table) = (value, null); } = [];

    /// <summary>WIN://NOALLAPPPKG: entries for ALL APPLICATION PACKAGES are not for this AppContainer.</summary>
    public bool IsLessPrivilegedAppContainer { get; init => (field, _table) = (value, null); }

    /// <summary>SIDs of the computer that the user comes from.</summary>
    public ImmutableArray<Sid> DeviceSids { get; init; } = [];

    /// <summary>Claims of the user, <c>@User.</c>.</summary>
    public ImmutableArray<SecurityAttribute> UserClaims { get; init; } = [];

    /// <summary>Claims of the computer, <c>@Device.</c>.</summary>
    public ImmutableArray<SecurityAttribute> DeviceClaims { get; init; } = [];

    /// <summary>Local claims, simple names.</summary>
    public ImmutableArray<SecurityAttribute> LocalClaims { get; init; } = [];

    /// <summary>True when there are restricting SIDs.</summary>
    public bool IsRestricted => RestrictingSids.Length > 0;

    /// <summary>True for an AppContainer.</summary>
    public bool IsAppContainer => PackageSid is not null;

    /// <summary>The logon session's SID, or null.</summary>
    public Sid? LogonSid => Groups.FirstOrDefault(g => g.Attributes.HasFlag(GroupAttributes.LogonId))?.Sid;

    /// <summary>True when <paramref name="privilege"/> is enabled.</summary>
    public bool HasEnabled(Privileges privilege) => (EnabledPrivileges & Privileges & privilege) == privilege;

    /// <summary>What the token's SIDs match, in one look-up.</summary>
    internal SidTable Table => _table ??= SidTable.Of(this);
}
