namespace Pinfold.Core.WindowsModel;

/// <summary>SIDs that mean the same on every machine (MS-DTYP 2.4.2.4; winnt.h).</summary>
public static class WellKnownSids
{
    /// <summary>EVERYONE.</summary>
    public static Sid Everyone { get; } = new(1, 0);

    /// <summary>LOCAL: who logged on at this machine.</summary>
    public static Sid Local { get; } = new(2, 0);

    /// <summary>CONSOLE_LOGON: who logged on at its own screen.</summary>
    public static Sid ConsoleLogon { get; } = new(2, 1);

    /// <summary>CREATOR_OWNER: in an inheritable entry, the owner of what inherits it.</summary>
    public static Sid CreatorOwner { get; } = new(3, 0);

    /// <summary>CREATOR_GROUP: as <see cref="CreatorOwner"/>, for the group.</summary>
    public static Sid CreatorGroup { get; } = new(3, 1);

    /// <summary>OWNER_RIGHTS: the present owner; an entry for it takes the owner's implicit rights away.</summary>
    public static Sid OwnerRights { get; } = new(3, 4);

    /// <summary>NETWORK.</summary>
    public static Sid Network { get; } = Nt(2);

    /// <summary>INTERACTIVE.</summary>
    public static Sid Interactive { get; } = Nt(4);

    /// <summary>SERVICE.</summary>
    public static Sid Service { get; } = Nt(6);

    /// <summary>ANONYMOUS.</summary>
    public static Sid Anonymous { get; } = Nt(7);

    /// <summary>PRINCIPAL_SELF: stands for the object that is asked about.</summary>
    public static Sid PrincipalSelf { get; } = Nt(10);

    /// <summary>AUTHENTICATED_USERS.</summary>
    public static Sid AuthenticatedUsers { get; } = Nt(11);

    /// <summary>RESTRICTED_CODE.</summary>
    public static Sid RestrictedCode { get; } = Nt(12);

    /// <summary>THIS_ORGANIZATION.</summary>
    public static Sid ThisOrganization { get; } = Nt(15);

    /// <summary>LOCAL_SYSTEM.</summary>
    public static Sid LocalSystem { get; } = Nt(18);

    /// <summary>LOCAL_SERVICE.</summary>
    public static Sid LocalService { get; } = Nt(19);

    /// <summary>NETWORK_SERVICE.</summary>
    public static Sid NetworkService { get; } = Nt(20);

    /// <summary>BUILTIN: the domain of the machine's own groups.</summary>
    public static Sid Builtin { get; } = Nt(32);

    /// <summary>BUILTIN_ADMINISTRATORS.</summary>
    public static Sid Administrators { get; } = Builtin.Child(544);

    /// <summary>BUILTIN_USERS.</summary>
    public static Sid Users { get; } = Builtin.Child(545);

    /// <summary>BUILTIN_GUESTS.</summary>
    public static Sid Guests { get; } = Builtin.Child(546);

    /// <summary>WRITE_RESTRICTED_CODE.</summary>
    public static Sid WriteRestrictedCode { get; } = Nt(33);

    /// <summary>NTLM_AUTHENTICATION: who was let in by NTLM, as local accounts are.</summary>
    public static Sid NtlmAuthentication { get; } = Nt(64, 10);

    /// <summary>
    /// Who was let in by a cloud account (winnt.h, SECURITY_AUTHENTICATION_PACKAGE); accounts of Microsoft and Entra.
    /// </summary>
    public static Sid CloudAuthentication { get; } = Nt(64, 36);

    /// <summary>AUTHENTICATION_AUTHORITY_ASSERTED_IDENTITY: who was let in by a domain.</summary>
    public static Sid AssertedIdentity { get; } = new(18, 1);

    /// <summary>NT_SERVICE: service SIDs, made from names, stand below it.</summary>
    public static Sid NtService { get; } = Nt(80);

    /// <summary>
    /// NT SERVICE\TrustedInstaller, owner of most of <c>C:\Windows</c> (Samba's SID_NT_TRUSTED_INSTALLER).
    /// </summary>
    public static Sid TrustedInstaller { get; } = Nt(80, 956008885, 3418522649, 1831038044, 1853292631, 2271478464);

    /// <summary>LOCAL_ACCOUNT.</summary>
    public static Sid LocalAccount { get; } = Nt(113);

    /// <summary>The authority below which packages (2) and capabilities (3) stand.</summary>
    public const ulong AppPackageAuthority = 15;

    /// <summary>ALL_APP_PACKAGES.</summary>
    public static Sid AllAppPackages { get; } = new(AppPackageAuthority, 2, 1);

    /// <summary>ALL_RESTRICTED_APP_PACKAGES.</summary>
    public static Sid AllRestrictedAppPackages { get; } = new(AppPackageAuthority, 2, 2);

    /// <summary>The authority of integrity levels.</summary>
    public const ulong MandatoryLabelAuthority = 16;

    /// <summary>ML_UNTRUSTED.</summary>
    public static Sid Untrusted { get; } = new(MandatoryLabelAuthority, 0);

    /// <summary>ML_LOW.</summary>
    public static Sid Low { get; } = new(MandatoryLabelAuthority, 0x1000);

    /// <summary>ML_MEDIUM, which is also what an object without a label has.</summary>
    public static Sid Medium { get; } = new(MandatoryLabelAuthority, 0x2000);

    /// <summary>ML_MEDIUM_PLUS.</summary>
    public static Sid MediumPlus { get; } = new(MandatoryLabelAuthority, 0x2100);

    /// <summary>ML_HIGH.</summary>
    public static Sid High { get; } = new(MandatoryLabelAuthority, 0x3000);

    /// <summary>ML_SYSTEM.</summary>
    public static Sid System { get; } = new(MandatoryLabelAuthority, 0x4000);

    /// <summary>A logon session's SID, <c>S-1-5-5-X-Y</c>.</summary>
    public static Sid LogonSession(uint high, uint low) => Nt(5, high, low);

    private static Sid Nt(params ReadOnlySpan<uint> parts) => new(5, parts);
}
