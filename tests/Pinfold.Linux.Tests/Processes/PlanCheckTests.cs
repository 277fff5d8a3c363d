using System.Buffers.Binary;
using CsCheck;
using Pinfold.Launcher;
using Xunit;

namespace Pinfold.Linux.Tests.Processes;

/// <summary>Whatever the bytes are, the launcher refuses them before the first step, and does not crash.</summary>
public sealed class PlanCheckTests : IDisposable
{
    private const int BadPlan = 6, Refused = 125, Count = 1500;
    private readonly Fence _fence = new();

    public void Dispose() => _fence.Dispose();

    [Fact]
    public void Damaged_plans_are_refused_whole()
    {
        var good = File.ReadAllBytes(PlanFile.Write(_fence, ["/bin/sh", "-c", "echo x > ran"]));
        var folder = Directory.CreateDirectory(_fence.Folder + "/plans").FullName;
        var sample = 0;
        Damaged(good).Sample(bytes => File.WriteAllBytes($"{folder}/{Interlocked.Increment(ref sample)}", bytes),
            iter: Count, threads: 1);
        Assert.All(Run(folder), r => Assert.Equal((Refused, BadPlan), r));
        Assert.False(File.Exists(_fence.Workspace + "/ran"));
    }

    [Theory]
    [InlineData(nameof(LaunchOp.Start), 0)] // no start
    [InlineData(nameof(LaunchOp.Start), 2)]
    [InlineData(nameof(LaunchOp.CreateNamespaces), 0)]
    [InlineData(nameof(LaunchOp.CreateNamespaces), 2)]
    [InlineData(nameof(LaunchOp.Argument), 0)]
    [InlineData(nameof(LaunchOp.Candidate), 0)]
    public void The_parts_of_a_plan_are_there_once(string op, int times)
    {
        var good = File.ReadAllBytes(PlanFile.Write(_fence, ["true"]));
        Assert.Equal([(Refused, BadPlan)], Run(Folder(Framed([.. Operations(good)
            .SelectMany(o => Enumerable.Repeat(o, Kind(o) == Enum.Parse<LaunchOp>(op) ? times : 1))]))));
    }

    [Fact]
    public void A_plan_that_mounts_without_a_mount_namespace_is_refused()
    {
        var good = Operations(File.ReadAllBytes(PlanFile.Write(_fence, ["true"])));
        foreach (var operation in good)
            if (Kind(operation) == LaunchOp.CreateNamespaces)
                BinaryPrimitives.WriteUInt64LittleEndian(operation.AsSpan(8), 0x10000000 /* CLONE_NEWUSER alone */);
        Assert.Equal([(Refused, BadPlan)], Run(Folder(Framed(good))));
    }

    /// <summary>
    /// Bytes replaced, cut and doubled; the end is always an operation of an unknown kind, so that none is accepted by
    /// chance.
    /// </summary>
    private static Gen<byte[]> Damaged(byte[] good)
    {
        var poison = Enumerable.Repeat((byte)0xEE, 512);
        var noise = Gen.Byte.Array[0, 4000].Select(b => b);
        var edits = Gen.Select(Gen.Int[8, good.Length - 1],
            Gen.OneOf(Gen.Byte, Gen.Const((byte)0), Gen.Const((byte)0xFF))).Array[0, 12];
        var edited = Gen.Select(edits, Gen.Int[8, good.Length]).Select((e, cut) =>
        {
            var bytes = (byte[])good.Clone();
            foreach (var (at, value) in e) bytes[at] = value;
            return bytes[..cut];
        });
        return Gen.Select(Gen.OneOf(noise, edited), Gen.Bool).Select((bytes, framed) =>
            framed && bytes.Length >= 8
                ? Sized([.. good[..4], 0, 0, 0, 0, .. bytes[8..], .. poison])
                : [.. bytes.Take(4096), .. poison]);
    }

    private static LaunchOp Kind(byte[] operation) => (LaunchOp)BinaryPrimitives.ReadUInt32LittleEndian(operation);

    private static List<byte[]> Operations(ReadOnlySpan<byte> plan)
    {
        var operations = new List<byte[]>();
        for (var at = 8; at < plan.Length;)
        {
            var length = 8 + ((BinaryPrimitives.ReadInt32LittleEndian(plan[(at + 4)..]) + 7) & ~7);
            operations.Add(plan.Slice(at, length).ToArray());
            at += length;
        }

        return operations;
    }

    private static byte[] Framed(List<byte[]> operations) =>
        Sized([.. "PFL1"u8, 0, 0, 0, 0, .. operations.SelectMany(o => o)]);

    private static byte[] Sized(byte[] plan)
    {
        BinaryPrimitives.WriteInt32LittleEndian(plan.AsSpan(4), plan.Length);
        return plan;
    }

    private string Folder(byte[] plan)
    {
        var folder = Directory.CreateDirectory(_fence.Folder + "/one").FullName;
        File.WriteAllBytes(folder + "/1", plan);
        return folder;
    }

    /// <summary>For each plan of a folder: exit status of the launcher and the kind of its first record.</summary>
    private static List<(int, int)> Run(string folder)
    {
        var launcher = Pinfold.Linux.Processes.Launcher.Path;
        var (_, output) = PlanFile.Host(
            $"cd {folder}; for f in *; do {launcher} 3<$f 4>status </dev/null; echo $? $(od -An -N4 -tu4 status); done; rm status");
        return [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => l.Split(' '))
            .Select(w => (int.Parse(w[0], System.Globalization.CultureInfo.InvariantCulture),
                int.Parse(w[1], System.Globalization.CultureInfo.InvariantCulture)))];
    }
}
