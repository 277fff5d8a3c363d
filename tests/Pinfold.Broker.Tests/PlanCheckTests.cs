using System.Globalization;
using System.Buffers.Binary;
using CsCheck;
using Pinfold.Broker.Tests.Fixture;
using Pinfold.Core.Planning;
using Pinfold.Launcher;
using Xunit;

namespace Pinfold.Broker.Tests;

public sealed class PlanCheckTests
{
    private const int Abi = 7;
    private static readonly byte[] Plan = OfAbi(Plans.Valid());

    [Fact]
    public void What_the_planner_makes_passes()
    {
        Assert.Null(Fault(Plan));
        Assert.Null(Fault(OfAbi(Plans.Valid(offline: false)), offline: false, ports: 0));
    }

    [Theory]
    [InlineData(nameof(LaunchOp.CreateNamespaces), "namespaces")]
    [InlineData(nameof(LaunchOp.ReadOnlyRoot), "mounts")]
    [InlineData(nameof(LaunchOp.PrivateProc), "processes or devices")]
    [InlineData(nameof(LaunchOp.PrivateDevices), "processes or devices")]
    [InlineData(nameof(LaunchOp.PrivateFolder), "/tmp or /run")]
    [InlineData(nameof(LaunchOp.Limit), "core dumps")]
    [InlineData(nameof(LaunchOp.DropCapabilities), "privileges")]
    [InlineData(nameof(LaunchOp.NoNewPrivileges), "privileges")]
    [InlineData(nameof(LaunchOp.LandlockBegin), "Landlock")]
    [InlineData(nameof(LaunchOp.LandlockEnforce), "Landlock")]
    [InlineData(nameof(LaunchOp.Seccomp), "filter")]
    public void A_plan_without_one_of_its_parts_is_refused(string op, string why)
    {
        var without = Plans.Operations(Plan).Where(o => Plans.Kind(o) != Enum.Parse<LaunchOp>(op)).ToList();
        Assert.NotEqual(Plans.Operations(Plan).Count, without.Count);
        Assert.Contains(why, Fault(Plans.Framed(without)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/tmp")]
    [InlineData("/run")]
    public void Each_private_folder_is_asked_for_by_its_own_name(string path)
    {
        var without = Plans.Operations(Plan)
            .Where(o => !(Plans.Kind(o) == LaunchOp.PrivateFolder && Text(o, 3) == path));
        Assert.Contains("/tmp or /run", Fault(Plans.Framed(without)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Namespaces.Mount)]
    [InlineData(Namespaces.Pid)]
    [InlineData(Namespaces.Ipc)]
    [InlineData(Namespaces.Uts)]
    [InlineData(Namespaces.Net)]
    public void A_plan_without_one_of_its_namespaces_is_refused(Namespaces kind) =>
        Assert.NotNull(Fault(Changed(LaunchOp.CreateNamespaces, 0, kinds => kinds & ~(ulong)kind)));

    [Fact]
    public void A_user_namespace_is_refused_since_root_in_it_is_not_the_account() =>
        Assert.NotNull(Fault(Changed(LaunchOp.CreateNamespaces, 0, kinds => kinds | (ulong)Namespaces.User)));

    [Fact]
    public void An_online_plan_is_refused_for_the_offline_account() => Assert.Contains("network",
        Fault(OfAbi(Plans.Valid(offline: false)), offline: true, ports: 0), StringComparison.Ordinal);

    [Fact]
    public void An_identity_of_the_callers_own_is_refused_wherever_it_stands()
    {
        var root = Plans.Operation(LaunchOp.Identity, [0, 0, 0, 0, 5, 0]);
        for (var at = 0; at <= Plans.Operations(Plan).Count; at++)
        {
            var operations = Plans.Operations(Plan);
            operations.Insert(at, root);
            Assert.Contains("identity", Fault(Plans.Framed(operations)), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("/sys/fs/cgroup/other/pinfold-own-a")]
    [InlineData("/sys/fs/cgroup/test/other-own-a")]
    [InlineData("/sys/fs/cgroup/test/pinfold-own-a/b")]
    [InlineData("/sys/fs/cgroup/test/pinfold-own")]
    [InlineData("/sys/fs/cgroup/test/pinfold-1-a")]
    [InlineData("/sys/fs/cgroup/test/pinfold-own1-a")]
    [InlineData("/sys/fs/cgroup/test/pinfold-99999999999-a")]
    [InlineData("/sys/fs/cgroup/test/pinfold-../../../../etc")]
    [InlineData("/sys/fs/cgroup/test")]
    [InlineData("/sys/fs/cgroup/test/pinfold-own-A")]
    [InlineData("/etc/pinfold-own-a")]
    public void A_cgroup_that_is_none_of_the_brokers_is_refused(string path)
    {
        Assert.Null(Fault(
            With(Plans.Operation(LaunchOp.JoinCgroup, [1, 1], Own("/sys/fs/cgroup/test/pinfold-own-a")), first: true)));
        Assert.Contains("cgroup", Fault(With(Plans.Operation(LaunchOp.JoinCgroup, [1, 1], Own(path)), first: true)),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Where_the_packet_filter_knows_cgroups_a_plan_has_one_of_its_account()
    {
        string? Fault(params byte[][] more) =>
            PlanCheck.Fault(Plans.Framed([.. more, .. Plans.Operations(Plan)]), offline: true,
                1, [.. Plans.Cgroups, new("/sys/fs/cgroup/pinfold/offline", false, false, 7)],
                Environment.ProcessId, Abi, out _);
        Assert.Contains("no cgroup", Fault(), StringComparison.Ordinal);
        Assert.Contains("no cgroup",
            Fault(Plans.Operation(LaunchOp.JoinCgroup, [1, 1], Own("/sys/fs/cgroup/test/pinfold-own-a"))),
            StringComparison.Ordinal);
        Assert.Contains("none of the broker's",
            Fault(Plans.Operation(LaunchOp.JoinCgroup, [0, 0], Own("/sys/fs/cgroup/pinfold/online/pinfold-own-a"))),
            StringComparison.Ordinal);
        Assert.Null(
            Fault(Plans.Operation(LaunchOp.JoinCgroup, [0, 0], Own("/sys/fs/cgroup/pinfold/offline/pinfold-own-a"))));
    }

    [Theory]
    [InlineData(nameof(LaunchOp.DropCapabilities))]
    [InlineData(nameof(LaunchOp.NoNewPrivileges))]
    [InlineData(nameof(LaunchOp.LandlockBegin))]
    [InlineData(nameof(LaunchOp.LandlockEnforce))]
    [InlineData(nameof(LaunchOp.Seccomp))]
    public void What_must_be_there_once_is_not_there_twice(string op) =>
        Assert.Contains("twice", Fault(Plans.Framed(Plans.Operations(Plan)
            .SelectMany(o => Enumerable.Repeat(o, Plans.Kind(o) == Enum.Parse<LaunchOp>(op) ? 2 : 1)))),
            StringComparison.Ordinal);

    [Fact]
    public void A_weak_Landlock_domain_is_not_hidden_before_or_behind_the_right_one()
    {
        var weak = new[]
            { Plans.Operation(LaunchOp.LandlockBegin, [0, 3, 0]), Plans.Operation(LaunchOp.LandlockEnforce, []) };
        var operations = Plans.Operations(Plan);
        var begin = operations.FindIndex(o => Plans.Kind(o) == LaunchOp.LandlockBegin);
        Assert.NotNull(Fault(Plans.Framed([.. operations[..begin], .. weak, .. operations[begin..]])));
        Assert.NotNull(Fault(Plans.Framed([.. operations[..begin], .. weak, operations[begin],
            .. operations[(begin + 1)..].Where(o => Plans.Kind(o) != LaunchOp.LandlockEnforce)])));
        Assert.NotNull(Fault(Changed(LaunchOp.LandlockBegin, 0, handled => handled & ~1UL)));
        Assert.NotNull(Fault(Changed(LaunchOp.LandlockBegin, 2, _ => 0)));
    }

    [Theory]
    [InlineData("/proc")]
    [InlineData("/")]
    [InlineData("/home")]
    [InlineData("/home/ada")]
    [InlineData("/home/ada/ws/../../bob")]
    [InlineData("/home/ada/wsx")]
    public void A_mount_that_keeps_its_owners_lies_where_the_account_is_let_in(string path)
    {
        byte[] Of(string grabbed, bool granted) => Plans.Framed(
            [.. granted ? [Plans.Operation(LaunchOp.GrantAccess, [1], "/home/ada/ws")] : Array.Empty<byte[]>(),
                .. Plans.Operations(Plan).SelectMany(o => Plans.Kind(o) == LaunchOp.ReadOnlyRoot
                    ? [Plans.Operation(LaunchOp.Grab, [0], grabbed), o]
                    : new[] { o })]);
        Assert.Null(Fault(Of("/home/ada/ws", granted: true)));
        Assert.Null(Fault(Of("/home/ada/ws/in", granted: true)));
        Assert.Contains("let in", Fault(Of("/home/ada/ws", granted: false)), StringComparison.Ordinal);
        Assert.Contains("let in", Fault(Of(path, granted: true)), StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_let_in_is_what_the_plan_names_and_nothing_else()
    {
        byte[][] grants = [Plans.Operation(LaunchOp.GrantAccess, [1], "/home/ada/ws"),
            Plans.Operation(LaunchOp.GrantAccess, [0], "/home/ada")];
        Assert.Null(PlanCheck.Fault(Plans.Framed([.. grants, .. Plans.Operations(Plan)]), offline: true, 1,
            Plans.Cgroups, Environment.ProcessId, Abi, out var found));
        Assert.Equal([("/home/ada/ws", true), ("/home/ada", false)],
            found.Granted.Select(g => (g.Path.Value, g.Write)));
    }

    [Theory]
    [InlineData(4, 0)]
    [InlineData(4, 2)]
    [InlineData(4, ulong.MaxValue)]
    [InlineData(6, 1 << 20)]
    [InlineData(7, 1 << 20)]
    [InlineData(8, ulong.MaxValue)]
    [InlineData(13, 0)]
    [InlineData(14, 99)]
    public void Root_raises_no_limit_for_a_caller(ulong resource, ulong value) =>
        Assert.Contains("limit", Fault(With(Plans.Operation(LaunchOp.Limit, [resource, value]), first: false)),
            StringComparison.Ordinal);

    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    [InlineData(7)]
    [InlineData(ulong.MaxValue)]
    public void A_forwarded_port_uses_a_socket_that_came_with_it(ulong descriptor)
    {
        Assert.Null(Fault(With(Plans.Operation(LaunchOp.ForwardPort, [80, 6]), first: false)));
        Assert.NotNull(Fault(With(Plans.Operation(LaunchOp.ForwardPort, [80, descriptor]), first: false)));
        Assert.NotNull(Fault(With(Plans.Operation(LaunchOp.HandSockets, [descriptor]), first: false)));
    }

    [Fact]
    public void Every_bit_of_the_filter_counts()
    {
        var operations = Plans.Operations(Plan);
        var filter = operations.Single(o => Plans.Kind(o) == LaunchOp.Seccomp);
        Gen.Int[64, (filter.Length * 8) - 1]
            .Where(bit => bit != 65 /* the same program, and a supervisor that refuses more */).Sample(bit =>
            {
                var changed = (byte[])filter.Clone();
                changed[bit / 8] ^= (byte)(1 << (bit % 8));
                return Fault(Plans.Framed(operations.Select(o => o == filter ? changed : o))) is not null;
            }, iter: 3000, threads: 1);
    }

    [Fact]
    public void Without_scopes_of_Landlock_abstract_sockets_of_the_shared_network_are_the_filters_to_refuse()
    {
        var plan = OfAbi(Plans.Valid(offline: false), 5);
        Assert.Contains("filter", Fault(plan, offline: false, ports: 0, abi: 5), StringComparison.Ordinal);
    }

    [Fact]
    public void A_kernel_without_Landlock_cannot_keep_commands_of_one_account_apart() =>
        Assert.Contains("Landlock", Fault(Plan, abi: 0), StringComparison.Ordinal);

    [Fact]
    public void Every_cut_is_refused()
    {
        for (var length = 0; length < Plan.Length; length++)
        {
            Assert.NotNull(Fault(Plan[..length]));
            if (length < 8) continue;
            var sized = Plan[..length];
            BinaryPrimitives.WriteInt32LittleEndian(sized.AsSpan(4), length);
            var at = length;
            var whole = Boundaries(Plan).Contains(at);
            if (!whole) Assert.NotNull(Fault(sized));
        }
    }

    [Fact]
    public void Whatever_the_bytes_are_nothing_is_thrown()
    {
        Gen.Byte.Array[0, 600].Sample(bytes => Fault(bytes) is not null, iter: 20_000);
        Gen.Select(Gen.Int[8, Plan.Length - 1], Gen.Byte).Array[1, 12].Sample(edits =>
        {
            var bytes = (byte[])Plan.Clone();
            foreach (var (at, value) in edits) bytes[at] = value;
            Fault(bytes);
        }, iter: 20_000);
    }

    [Fact]
    public void What_passes_after_any_shuffle_still_has_every_part() =>
        Gen.Select(Gen.Shuffle(Plans.Operations(Plan).ToArray()), Gen.Int[0, 40], Gen.Int[0, 40])
            .Sample((operations, dropped, doubled) =>
            {
                var list = operations.Where((_, i) => i != dropped).ToList();
                if (doubled < list.Count) list.Insert(0, list[doubled]);
                if (Fault(Plans.Framed(list)) is not null) return true;
                var kinds = list.Select(Plans.Kind).ToList();
                return ((LaunchOp[])[LaunchOp.CreateNamespaces, LaunchOp.ReadOnlyRoot,
                    LaunchOp.PrivateProc, LaunchOp.PrivateDevices, LaunchOp.DropCapabilities,
                    LaunchOp.NoNewPrivileges, LaunchOp.LandlockBegin, LaunchOp.LandlockEnforce,
                    LaunchOp.Seccomp]).All(kinds.Contains) && !kinds.Contains(LaunchOp.Identity);
            }, iter: 3000);

    /// <summary>The planner asks this kernel for its Landlock; the check is told one.</summary>
    private static byte[] OfAbi(byte[] plan, int abi = Abi)
    {
        var operations = Plans.Operations(plan);
        foreach (var o in operations.Where(o => Plans.Kind(o) == LaunchOp.LandlockBegin))
        {
            BinaryPrimitives.WriteUInt64LittleEndian(o.AsSpan(8), LandlockAccess.HandledFs(abi));
            BinaryPrimitives.WriteUInt64LittleEndian(o.AsSpan(24), LandlockAccess.Scoped(abi));
        }

        return Plans.Framed(operations);
    }

    private static string Own(string path) =>
        path.Replace("own", Environment.ProcessId.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);

    private static string? Fault(byte[] plan, bool offline = true, int ports = 1, int abi = Abi) =>
        PlanCheck.Fault(plan, offline, ports, Plans.Cgroups, Environment.ProcessId, abi, out _);

    private static byte[] With(byte[] operation, bool first)
    {
        var operations = Plans.Operations(Plan);
        operations.Insert(first ? 0 : operations.FindIndex(o => Plans.Kind(o) == LaunchOp.DropCapabilities), operation);
        return Plans.Framed(operations);
    }

    private static byte[] Changed(LaunchOp op, int number, Func<ulong, ulong> change)
    {
        var operations = Plans.Operations(Plan);
        foreach (var o in operations.Where(o => Plans.Kind(o) == op))
        {
            var at = o.AsSpan(8 + (8 * number));
            BinaryPrimitives.WriteUInt64LittleEndian(at, change(BinaryPrimitives.ReadUInt64LittleEndian(at)));
        }

        return Plans.Framed(operations);
    }

    private static HashSet<int> Boundaries(byte[] plan)
    {
        var at = LaunchPlanHead.Bytes;
        HashSet<int> ends = [at];
        foreach (var o in Plans.Operations(plan)) ends.Add(at += o.Length);
        return ends;
    }

    private static string Text(byte[] operation, int numbers) =>
        System.Text.Encoding.UTF8.GetString(operation.AsSpan(8 + (8 * numbers))).TrimEnd('\0');
}
