using System.Numerics;
using Pinfold.Core.WindowsModel;
using Pinfold.Core.WindowsModel.Access;
using Pinfold.Core.WindowsModel.Filtering;
using Held = Pinfold.Core.WindowsModel.Access.Privileges;

namespace Pinfold.Windows.Tests.Native;

/// <summary>Flags of the model whose members have names of their own, under the headers' names.</summary>
internal static class ModelFlags
{
    /// <summary>
    /// Not in a header that can be read: SE_DACL_UNTRUSTED and SE_SERVER_SECURITY are in ntifs.h alone (MS-DTYP 2.4.6,
    /// DT and SS), SeDelegateSessionUserImpersonatePrivilege in wdm.h of the Windows SDK.
    /// </summary>
    private static readonly Enum[] Elsewhere =
        [DescriptorControl.DaclTrusted, DescriptorControl.ServerSecurity, Held.DelegateSessionUserImpersonate];

    private static readonly (string Name, Enum Member)[] Flags =
    [
        ("SE_OWNER_DEFAULTED", DescriptorControl.OwnerDefaulted),
        ("SE_GROUP_DEFAULTED", DescriptorControl.GroupDefaulted),
        ("SE_DACL_PRESENT", DescriptorControl.DaclPresent), ("SE_DACL_DEFAULTED", DescriptorControl.DaclDefaulted),
        ("SE_SACL_PRESENT", DescriptorControl.SaclPresent), ("SE_SACL_DEFAULTED", DescriptorControl.SaclDefaulted),
        ("SE_DACL_AUTO_INHERIT_REQ", DescriptorControl.DaclAutoInheritRequired),
        ("SE_SACL_AUTO_INHERIT_REQ", DescriptorControl.SaclAutoInheritRequired),
        ("SE_DACL_AUTO_INHERITED", DescriptorControl.DaclAutoInherited),
        ("SE_SACL_AUTO_INHERITED", DescriptorControl.SaclAutoInherited),
        ("SE_DACL_PROTECTED", DescriptorControl.DaclProtected), ("SE_SACL_PROTECTED", DescriptorControl.SaclProtected),
        ("SE_RM_CONTROL_VALID", DescriptorControl.ResourceManagerControlValid),
        ("SE_SELF_RELATIVE", DescriptorControl.SelfRelative),
        ("TOKEN_MANDATORY_POLICY_NO_WRITE_UP", MandatoryPolicy.NoWriteUp),
        ("TOKEN_MANDATORY_POLICY_NEW_PROCESS_MIN", MandatoryPolicy.NewProcessMin),
        ("FWP_CONDITION_FLAG_IS_LOOPBACK", TrafficFlags.Loopback),
        ("FWP_CONDITION_FLAG_IS_WILDCARD_BIND", TrafficFlags.WildcardBind),
        ("FWP_CONDITION_FLAG_IS_RAW_ENDPOINT", TrafficFlags.RawEndpoint),
        ("FWP_CONDITION_FLAG_IS_IMPLICIT_BIND", TrafficFlags.ImplicitBind),
    ];

    private static readonly (string Name, Enum Member)[] Named =
    [
        ("CREATE_TOKEN", Held.CreateToken), ("ASSIGNPRIMARYTOKEN", Held.AssignPrimaryToken),
        ("LOCK_MEMORY", Held.LockMemory), ("INCREASE_QUOTA", Held.IncreaseQuota),
        ("MACHINE_ACCOUNT", Held.MachineAccount), ("TCB", Held.Tcb),
        ("SECURITY", Held.Security), ("TAKE_OWNERSHIP", Held.TakeOwnership),
        ("LOAD_DRIVER", Held.LoadDriver), ("SYSTEM_PROFILE", Held.SystemProfile),
        ("SYSTEMTIME", Held.SystemTime), ("PROF_SINGLE_PROCESS", Held.ProfileSingleProcess),
        ("INC_BASE_PRIORITY", Held.IncreaseBasePriority),
        ("CREATE_PAGEFILE", Held.CreatePagefile), ("CREATE_PERMANENT", Held.CreatePermanent),
        ("BACKUP", Held.Backup), ("RESTORE", Held.Restore),
        ("SHUTDOWN", Held.Shutdown), ("DEBUG", Held.Debug), ("AUDIT", Held.Audit),
        ("SYSTEM_ENVIRONMENT", Held.SystemEnvironment), ("CHANGE_NOTIFY", Held.ChangeNotify),
        ("REMOTE_SHUTDOWN", Held.RemoteShutdown), ("UNDOCK", Held.Undock),
        ("SYNC_AGENT", Held.SyncAgent), ("ENABLE_DELEGATION", Held.EnableDelegation),
        ("MANAGE_VOLUME", Held.ManageVolume), ("IMPERSONATE", Held.Impersonate),
        ("CREATE_GLOBAL", Held.CreateGlobal),
        ("TRUSTED_CREDMAN_ACCESS", Held.TrustedCredManAccess), ("RELABEL", Held.Relabel),
        ("INC_WORKING_SET", Held.IncreaseWorkingSet), ("TIME_ZONE", Held.TimeZone),
        ("CREATE_SYMBOLIC_LINK", Held.CreateSymbolicLink),
    ];

    /// <summary>Those of windows.h and fwpmu.h.</summary>
    internal static IEnumerable<(string Name, uint Value)> OfUser =>
        Flags.Select(f => (f.Name, Convert.ToUInt32(f.Member, null)));

    /// <summary>Those of wdm.h: the low part of a privilege's LUID is its bit.</summary>
    internal static IEnumerable<(string Name, uint Value)> Privileges => Named.Select(
        f => ($"SE_{f.Name}_PRIVILEGE", (uint)BitOperations.TrailingZeroCount(Convert.ToUInt64(f.Member, null))));

    /// <summary>Members of a single bit that no list above has.</summary>
    internal static IEnumerable<Enum> LeftOut() =>
        ((Type[])[typeof(DescriptorControl), typeof(MandatoryPolicy), typeof(TrafficFlags), typeof(Held)])
            .SelectMany(t => Enum.GetValues(t).Cast<Enum>())
            .Where(m => BitOperations.IsPow2(Convert.ToUInt64(m, null)))
            .Except([.. Flags.Select(f => f.Member), .. Named.Select(f => f.Member), .. Elsewhere]);
}
