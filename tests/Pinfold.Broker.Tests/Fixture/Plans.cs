using System.Buffers.Binary;
using System.Collections.Immutable;
using Pinfold.Core.Paths;
using Pinfold.Core.Planning;
using Pinfold.Core.Policy;
using Pinfold.Core.Protocol;
using Pinfold.Launcher;
using Pinfold.Linux;
using Pinfold.Linux.Processes;

namespace Pinfold.Broker.Tests.Fixture;

/// <summary>Launch plans as the real planner and encoder make them for elevated mode on this host.</summary>
internal static class Plans
{
    public static readonly BrokerAccount Offline = new("pinfold-offline", 901, 901),
        Online = new("pinfold-online", 902, 902);
    public static readonly ImmutableArray<BrokerCgroup> Cgroups =
        [new("/sys/fs/cgroup/test", Processes: true, Memory: true)];
    private static readonly Origin Here = new(PolicyLayer.Flag, "test");

    /// <summary>A plan with a forwarded port, a cgroup and a secret when offline.</summary>
    public static byte[] Valid(bool offline = true)
    {
        var workspace = CanonicalPath.Parse("/usr/share");
        var policy = new SandboxPolicy
        {
            Workspace = workspace,
            Profile = Profile.WorkspaceWrite,
            Accepted = [],
            Write = [new("/usr/share", workspace, null, Here)],
            DenyRead = [new("/etc/shadow", CanonicalPath.Parse("/etc/shadow"), null, Here)],
            Read = [],
            Protect = [],
            Network = offline ? NetworkMode.Offline : NetworkMode.Online,
            Allow = [],
            Loopback = offline ? [8080] : [],
            Commands = [],
            Limits = new() { Processes = 64 },
            Environment = new([], [], []),
            Hash = "test",
        };
        var facts = LinuxBackend.Gather(policy, CanonicalPath.Parse("/root"), CanonicalPath.Parse("/root/none"),
            new BrokerStatus(Offline, Online, 0, Cgroups));
        var request = new LaunchRequest
            { Argv = ["true"], WorkingDirectory = CanonicalPath.Root, Environment = [new("PATH", "/usr/bin:/bin")] };
        return LaunchPlanEncoder.Encode(Planner.For(policy, facts), request, 1000, 1000,
            new Dictionary<int, int> { [8080] = 6 }).Bytes.ToArray();
    }

    public static LaunchOp Kind(byte[] operation) => (LaunchOp)BinaryPrimitives.ReadUInt32LittleEndian(operation);

    public static List<byte[]> Operations(ReadOnlySpan<byte> plan)
    {
        var operations = new List<byte[]>();
        for (var at = LaunchPlanHead.Bytes; at < plan.Length;)
        {
            var length = 8 + ((BinaryPrimitives.ReadInt32LittleEndian(plan[(at + 4)..]) + 7) & ~7);
            operations.Add(plan.Slice(at, length).ToArray());
            at += length;
        }

        return operations;
    }

    /// <summary>An operation with numbers, and a text when there is one.</summary>
    public static byte[] Operation(LaunchOp op, ulong[] numbers, string? text = null)
    {
        byte[] tail = text is null ? [] : [.. OsText.Encode(text), 0];
        var payload = (8 * numbers.Length) + tail.Length;
        var bytes = new byte[8 + ((payload + 7) & ~7)];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, (uint)op);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(4), payload);
        for (var i = 0; i < numbers.Length; i++)
            BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(8 + (8 * i)), numbers[i]);
        tail.CopyTo(bytes, 8 + (8 * numbers.Length));
        return bytes;
    }

    public static byte[] Framed(IEnumerable<byte[]> operations)
    {
        byte[] plan = [.. "PFL1"u8, 0, 0, 0, 0, .. operations.SelectMany(o => o)];
        BinaryPrimitives.WriteInt32LittleEndian(plan.AsSpan(4), plan.Length);
        return plan;
    }
}
