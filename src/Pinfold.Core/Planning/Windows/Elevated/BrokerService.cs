using System.Collections.Immutable;

namespace Pinfold.Core.Planning.Windows.Elevated;

/// <summary>The broker as a service of Windows.</summary>
public static class BrokerService
{
    /// <summary>The service's name.</summary>
    public const string Name = "PinfoldBroker";

    /// <summary>What people see.</summary>
    public const string DisplayName = "Pinfold broker";

    /// <summary>
    /// SYSTEM and administrators control it; those who are logged on may ask whether it runs, and nothing more.
    /// </summary>
    public const string Sddl = "D:P(A;;CCLCSWRPWPDTLOCRRC;;;SY)(A;;CCDCLCSWRPWPDTLOCRSDRCWDWO;;;BA)(A;;LCLORC;;;IU)";

    /// <summary>
    /// SERVICE_REQUIRED_PRIVILEGES_INFO: LocalSystem's token has these and no others. SeTcb for a logon with groups of
    /// its own choice and the user's terminal session, SeAssignPrimaryToken and SeIncreaseQuota for the process,
    /// SeBackup and SeRestore for the profile, SeImpersonate to look at the caller's roots as the caller,
    /// SeChangeNotify as everybody.
    /// </summary>
    public static ImmutableArray<string> Privileges { get; } =
    [
        "SeTcbPrivilege", "SeAssignPrimaryTokenPrivilege", "SeIncreaseQuotaPrivilege",
        "SeBackupPrivilege", "SeRestorePrivilege", "SeImpersonatePrivilege",
        "SeChangeNotifyPrivilege",
    ];
}
