using System.Buffers.Binary;
using System.Collections.Immutable;
using Pinfold.Core.Paths;
using Pinfold.Core.Planning;
using Pinfold.Core.Protocol;
using Pinfold.Launcher;
using Pinfold.Linux.Host;
using Pinfold.Linux.Seccomp;

namespace Pinfold.Broker;

/// <summary>
/// What a launch plan must hold so that its command stays apart from the host and from other users' commands of the
/// same account, whatever else the caller wants. Form and order are the launcher's to check; it refuses what this does
/// not look at.
/// </summary>
/// <remarks>
/// | operation          | why it is asked for                                                        |
/// |--------------------|----------------------------------------------------------------------------|
/// | JoinCgroup         | where the packet filter knows commands by cgroup, this one too              |
/// | CreateNamespaces   | pid, ipc, uts and mounts of its own; the network too, but for the account with one |
/// | Grab               | owners are mapped, or the folder is the caller's: nowhere else can the account write |
/// | ReadOnlyRoot       | no set-user-ID program, no write to the host's mounts                       |
/// | PrivateProc, Devices | no sight of other processes and devices                                  |
/// | PrivateFolder      | /tmp and /run are the session's own                                         |
/// | Limit              | no core handler runs on it                                                  |
/// | DropCapabilities   | where the launcher becomes the account                                      |
/// | NoNewPrivileges    | no program gives more                                                       |
/// | Landlock           | no signal and no abstract socket to another session                         |
/// | Seccomp            | the filter of this release, byte for byte                                   |
/// </remarks>
internal ref struct PlanCheck
{
    private const ulong Own = (ulong)(Namespaces.Mount | Namespaces.Pid | Namespaces.Ipc | Namespaces.Uts);
    private const ulong AbstractSockets = 1; // LANDLOCK_SCOPE_ABSTRACT_UNIX_SOCKET
    private static readonly byte[][] PrivateFolders = ["/tmp"u8.ToArray(), "/run"u8.ToArray()];

    private readonly bool _offline;
    private readonly int _ports, _caller;
    private readonly ImmutableArray<BrokerCgroup> _cgroups;
    private readonly int _landlockAbi;
    private readonly PlanFindings _found;
    private int _folders;
    private bool _session, _namespaces, _root, _proc, _devices, _core,
        _capabilities, _privileges, _landlock, _landlockOn, _seccomp;

    private PlanCheck(bool offline, int ports, ImmutableArray<BrokerCgroup> cgroups, int caller, int landlockAbi,
        PlanFindings found) =>
        (_offline, _ports, _cgroups, _caller, _landlockAbi, _found) = (offline, ports, cgroups, caller,
            landlockAbi, found);

    /// <summary>Null when <paramref name="plan"/> may run; else why not.</summary>
    /// <param name="plan">The whole plan, with its head.</param>
    /// <param name="offline">The account is the one without network.</param>
    /// <param name="ports">How many listening sockets came with it.</param>
    /// <param name="cgroups">Where a command of this account may have a cgroup.</param>
    /// <param name="caller">The process that asks: its commands' cgroups are named after it, so that none is
    /// another's.</param>
    /// <param name="landlockAbi">What the kernel knows of Landlock; without any, sessions of one account could look
    /// into each other.</param>
    /// <param name="found">What the plan asks of the broker.</param>
    internal static string? Fault(ReadOnlySpan<byte> plan, bool offline, int ports,
        ImmutableArray<BrokerCgroup> cgroups, int caller, int landlockAbi, out PlanFindings found)
    {
        found = new();
        if (landlockAbi <= 0)
            return "this kernel has no Landlock, which keeps commands of one account apart: use --mode unelevated";
        if (plan.Length < LaunchPlanHead.Bytes || BinaryPrimitives.ReadUInt32LittleEndian(plan) != LaunchPlanHead.Magic
            || BinaryPrimitives.ReadUInt32LittleEndian(plan[4..]) != plan.Length) return "the plan has no valid head";
        var check = new PlanCheck(offline, ports, cgroups, caller, landlockAbi, found);
        var rest = plan[LaunchPlanHead.Bytes..];
        while (rest.Length > 0)
        {
            if (rest.Length < 8) return "an operation is cut off";
            var op = (LaunchOp)BinaryPrimitives.ReadUInt32LittleEndian(rest);
            var length = BinaryPrimitives.ReadUInt32LittleEndian(rest[4..]);
            var padded = ((ulong)length + 7) & ~7UL;
            if (padded > (ulong)rest.Length - 8) return "an operation is cut off";
            if (check.Take(op, rest.Slice(8, (int)length)) is { } fault) return fault;
            rest = rest[(8 + (int)padded)..];
        }

        return check.Missing();
    }

    private string? Take(LaunchOp op, ReadOnlySpan<byte> payload)
    {
        switch (op)
        {
            case LaunchOp.Identity: return "the plan names an identity, which is the broker's to give";
            case LaunchOp.JoinCgroup:
                if (PlaceOf(payload) is not { } place)
                    return $"the plan names a cgroup that is none of the broker's for process {_caller} and this "
                        + "account";
                _found.Cgroups.Add(OsText.Decode(payload[16..^1]));
                _session |= place.Account != 0;
                break;
            case LaunchOp.CreateNamespaces:
                var kinds = Number(payload, 0);
                if ((kinds & Own) != Own || (kinds & (ulong)Namespaces.User) != 0)
                    return "the plan does not ask for the namespaces of elevated mode";
                if (_offline && (kinds & (ulong)Namespaces.Net) == 0)
                    return "the plan shares the host's network, and the account is the one without";
                _namespaces = true;
                break;
            case LaunchOp.GrantAccess:
                if (Folder(payload) is not { } granted) return "the plan names a folder that is none";
                _found.Granted.Add((granted, Number(payload, 0) != 0));
                break;
            case LaunchOp.Grab:
                if (Number(payload, 0) == 0
                    && !(Folder(payload) is { } grabbed && _found.Granted.Exists(g => grabbed.IsWithin(g.Path))))
                    return "a mount would keep its owners where the account is not let in";
                break;
            case LaunchOp.ReadOnlyRoot: _root = true; break;
            case LaunchOp.PrivateProc: _proc = true; break;
            case LaunchOp.PrivateDevices: _devices = true; break;
            case LaunchOp.PrivateFolder: NotePrivate(payload); break;
            case LaunchOp.ForwardPort:
                if (Number(payload, 1) - FirstListener >= (ulong)_ports) return "a forwarded port has no socket";
                break;
            case LaunchOp.HandSockets:
                if (Number(payload, 0) - FirstListener >= (ulong)_ports) return "sockets are to be handed to nobody";
                break;
            case LaunchOp.Limit:
                if (!IsOurLimit(payload)) return "the plan sets a limit that is not Pinfold's to set";
                _core |= Number(payload, 0) == (ulong)LimitedResource.Core;
                break;
            case LaunchOp.DropCapabilities: return Once(ref _capabilities, op);
            case LaunchOp.NoNewPrivileges: return Once(ref _privileges, op);
            case LaunchOp.LandlockBegin:
                if (Number(payload, 0) != LandlockAccess.HandledFs(_landlockAbi)
                    || Number(payload, 2) != LandlockAccess.Scoped(_landlockAbi))
                    return "the plan has not the Landlock domain of this kernel";
                return Once(ref _landlock, op);
            case LaunchOp.LandlockEnforce: return Once(ref _landlockOn, op);
            case LaunchOp.Seccomp:
                if (!IsOurFilter(payload))
                    return "the system call filter is not the one of this release: run 'sudo pinfold setup' again";
                return Once(ref _seccomp, op);
            default:
                if (!Enum.IsDefined(op)) return $"there is no operation {(uint)op}";
                break;
        }

        return null;
    }

    /// <summary>
    /// The launcher takes the first of some and the last of others: one of each leaves nothing to choose.
    /// </summary>
    private static string? Once(ref bool seen, LaunchOp op)
    {
        if (seen) return $"the plan has {op} twice";
        seen = true;
        return null;
    }

    private readonly string? Missing()
    {
        return !_session && _cgroups.Any(c => c.Account != 0)
            ? "the plan has no cgroup by which the packet filter would know its command"
            : !_namespaces ? "the plan makes no namespaces"
            : !_root ? "the plan leaves the host's mounts as they are"
            : !_proc || !_devices ? "the plan shows the host's processes or devices"
            : _folders != (1 << PrivateFolders.Length) - 1 ? "the plan shares /tmp or /run"
            : !_core ? "the plan does not limit core dumps"
            : !_capabilities || !_privileges ? "the plan keeps privileges"
            : !_landlock || !_landlockOn ? "the plan has not the Landlock domain of this kernel"
            : !_seccomp ? "the plan has no system call filter"
            : null;
    }

    /// <summary>
    /// Listening sockets follow the fixed descriptors of the launcher: streams, plan, status, signals.
    /// </summary>
    private const int FirstListener = 6;

    private static ulong Number(ReadOnlySpan<byte> payload, int index) =>
        payload.Length >= 8 * (index + 1)
            ? BinaryPrimitives.ReadUInt64LittleEndian(payload[(8 * index)..])
            : ulong.MaxValue;

    private static CanonicalPath? Folder(ReadOnlySpan<byte> payload) =>
        payload.Length >= 10 && CanonicalPath.TryParse(OsText.Decode(payload[8..^1]), out var path, out _)
            ? path
            : null;

    private readonly BrokerCgroup? PlaceOf(ReadOnlySpan<byte> payload)
    {
        if (payload.Length < 18) return null;
        var path = OsText.Decode(payload[16..^1]);
        foreach (var place in _cgroups)
            if (CgroupProbe.IsOne(place.Folder, path, _caller)) return place;
        return null;
    }

    private void NotePrivate(ReadOnlySpan<byte> payload)
    {
        if (payload.Length < 25) return;
        var path = payload[24..^1];
        for (var i = 0; i < PrivateFolders.Length; i++)
            if (path.SequenceEqual(PrivateFolders[i])) _folders |= 1 << i;
    }

    /// <summary>
    /// Root may raise what the caller's limits forbid, so only what a policy limits is limited; cores stay at the one
    /// value that calls no handler.
    /// </summary>
    private static bool IsOurLimit(ReadOnlySpan<byte> payload) => (LimitedResource)Number(payload, 0) switch
    {
        LimitedResource.Core => Number(payload, 1) == 1,
        LimitedResource.Data => true,
        _ => false, // processes: the account's limit would count other sessions too
    };

    /// <summary>
    /// The bits before the filter say which variant it is; group signals are in it or not. On the host's network a
    /// kernel that scopes no abstract socket needs the supervisor for it.
    /// </summary>
    private readonly bool IsOurFilter(ReadOnlySpan<byte> payload)
    {
        if (payload.Length < 8) return false;
        var bits = BinaryPrimitives.ReadUInt64LittleEndian(payload);
        if (bits > 7
            || (!_offline && (bits & 1) != 0 && (bits & 2) == 0
                && (LandlockAccess.Scoped(_landlockAbi) & AbstractSockets) == 0))
            return false;
        var rules = (bits & 1) != 0 ? SyscallRules.SuperviseConnect : SyscallRules.NoUnix;
        if ((bits & 2) != 0) rules |= SyscallRules.NoAbstract;
        if ((bits & 4) != 0) rules |= SyscallRules.NoInet;
        var program = payload[8..];
        return program.SequenceEqual(KnownFilters.Of(rules))
            || program.SequenceEqual(KnownFilters.Of(rules | SyscallRules.NoGroupSignals));
    }
}
