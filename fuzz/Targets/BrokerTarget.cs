using System.Buffers.Binary;
using Pinfold.Broker;
using Pinfold.Core.Protocol;
using Pinfold.Launcher;

namespace Pinfold.Fuzz.Targets;

/// <summary>
/// Any bytes as what a client sends to the broker: a header, a status, a launch, a plan as it is and with a head that
/// fits.
/// </summary>
internal static class BrokerTarget
{
    private const int LandlockAbi = 7;
    private static readonly LaunchOp[] Required =
    [
        LaunchOp.CreateNamespaces, LaunchOp.ReadOnlyRoot, LaunchOp.PrivateProc,
        LaunchOp.PrivateDevices, LaunchOp.DropCapabilities,
        LaunchOp.NoNewPrivileges, LaunchOp.LandlockBegin, LaunchOp.LandlockEnforce, LaunchOp.Seccomp,
    ];

    internal static void Run(byte[] input)
    {
        Header(input);
        if (BrokerStatus.Read(input) is { } status)
            Claim.That(status.Running >= 0 && status.Offline.Name.Length > 0, "a status is whole");
        if (LaunchBody.TryRead(input, out var launch))
        {
            Claim.That(launch.Ports is >= 0 and <= LaunchBody.MaxPorts && launch.Umask <= 0x1FF,
                "a launch is within its bounds");
            Plan(launch.Plan);
        }

        if (AccountLaunch.Read(input, out var fault) is { } account)
            Claim.That(AccountLaunch.Read(account.Write(), out _) is not null, "a launch on Windows can be said again");
        else Claim.That(fault.Length > 0, "what is refused has a reason");
        if (LaunchEnding.Read(input) is { } ending) Claim.That(ending.Outcome <= 4, "an ending is one of the known");
        Plan(input);
        if (input.Length < LaunchPlanHead.Bytes) return;
        var framed = (byte[])input.Clone();
        BinaryPrimitives.WriteUInt32LittleEndian(framed, LaunchPlanHead.Magic);
        BinaryPrimitives.WriteInt32LittleEndian(framed.AsSpan(4), framed.Length);
        Plan(framed);
    }

    private static void Header(byte[] input)
    {
        if (input.Length < BrokerHeader.Bytes) return;
        var header = BrokerHeader.Read(input.AsSpan(0, BrokerHeader.Bytes), out var reason);
        Claim.That(header is null == reason.Length > 0, "what is refused has a reason");
        Claim.That(header is null || header.Length <= BrokerHeader.LimitOf(header.Kind),
            "a body is within the limit of its kind");
    }

    private static void Plan(ReadOnlySpan<byte> plan)
    {
        foreach (var offline in (bool[])[true, false])
        {
            if (PlanCheck.Fault(plan, offline, 1, [new("/sys/fs/cgroup/fuzz", true, true)], 1,
                LandlockAbi, out _) is not null)
                continue;
            var kinds = new HashSet<LaunchOp>();
            for (var at = LaunchPlanHead.Bytes; at < plan.Length;)
            {
                kinds.Add((LaunchOp)BinaryPrimitives.ReadUInt32LittleEndian(plan[at..]));
                at += 8 + ((BinaryPrimitives.ReadInt32LittleEndian(plan[(at + 4)..]) + 7) & ~7);
            }

            Claim.That(Array.TrueForAll(Required, kinds.Contains) && !kinds.Contains(LaunchOp.Identity),
                "a plan that passes has every part, and no identity");
        }
    }
}
