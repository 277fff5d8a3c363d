using System.Buffers.Binary;
using CsCheck;
using Pinfold.Core.Protocol;
using Xunit;

namespace Pinfold.Core.Tests.Protocol;

public sealed class ProtocolTests
{
    private static readonly Gen<string> Name = Gen.String[Gen.Char.AlphaNumeric, 1, 80];
    private static readonly Gen<BrokerAccount> Account = Gen.Select(Name, Gen.UInt, Gen.UInt)
        .Select((name, uid, gid) => new BrokerAccount(name, uid, gid));
    private static readonly Gen<BrokerCgroup> Cgroup = Gen.Select(Name, Gen.Bool, Gen.Bool, Gen.UInt)
        .Select((folder, p, m, uid) => new BrokerCgroup(folder, p, m, uid));
    private static readonly Gen<BrokerStatus> Status = Gen.Select(Account, Account, Gen.Int[0, int.MaxValue],
        Cgroup.Array[0, 9], Name.Array[0, 16])
        .Select((offline, online, running, groups, rivals) => new BrokerStatus(offline, online, running, [.. groups])
            { Rivals = [.. rivals] });

    [Fact]
    public void A_record_is_read_as_it_was_written() =>
        Gen.Select(Gen.Enum<BrokerKind>(), Gen.Byte.Array[0, 5000]).Sample((kind, body) =>
        {
            body = body[..Math.Min(body.Length, BrokerHeader.LimitOf(kind))];
            var record = BrokerHeader.Record(kind, body);
            return BrokerHeader.Read(record.AsSpan(0, BrokerHeader.Bytes), out _) == new BrokerHeader(kind, body.Length)
                && record.AsSpan(BrokerHeader.Bytes).SequenceEqual(body);
        });

    [Fact]
    public void A_status_is_read_as_it_was_written() => Status.Sample(status =>
    {
        var read = BrokerStatus.Read(status.Write())!;
        return read.Offline == status.Offline && read.Online == status.Online && read.Running == status.Running
            && read.Cgroups.SequenceEqual(status.Cgroups) && read.Rivals.SequenceEqual(status.Rivals)
            && status.Write().Length <= BrokerHeader.LimitOf(BrokerKind.Standing);
    });

    [Fact]
    public void What_other_programs_are_named_makes_no_status_unreadable()
    {
        var status = Status.Single() with
            { Rivals = ["", "a\0\n", new string('ü', 1000), .. Enumerable.Range(0, 40).Select(i => $"{i}")] };
        var read = BrokerStatus.Read(status.Write())!;
        Assert.Equal(["?", "a", new string('ü', 127)], read.Rivals[..3]);
        Assert.Equal((16, "28 more"), (read.Rivals.Length, read.Rivals[^1]));
    }

    [Fact]
    public void A_status_with_a_byte_less_or_more_is_none() => Status.Sample(status =>
    {
        var bytes = status.Write();
        return Enumerable.Range(0, bytes.Length).All(cut => BrokerStatus.Read(bytes.AsSpan(0, cut)) is null)
            && BrokerStatus.Read([.. bytes, 0]) is null;
    }, iter: 200);

    [Fact]
    public void Any_bytes_are_a_status_or_none() =>
        Gen.Byte.Array[0, 200].Sample(bytes => { BrokerStatus.Read(bytes); }, iter: 50_000);

    [Fact]
    public void A_launch_is_read_as_it_was_written() =>
        Gen.Select(Gen.UInt, Gen.Int[0, LaunchBody.MaxPorts], Gen.UInt[0, 0x1FF], Gen.Byte.Array[0, 300])
            .Sample((account, ports, umask, plan) =>
                LaunchBody.TryRead(LaunchBody.Write(account, ports, umask, plan), out var launch)
                && launch.Account == account && launch.Ports == ports
                    && launch.Umask == umask && launch.Plan.SequenceEqual(plan));

    [Fact]
    public void A_launch_of_more_ports_or_another_umask_than_there_are_is_none()
    {
        Assert.False(LaunchBody.TryRead(new byte[LaunchBody.HeadBytes - 1], out _));
        foreach (var (ports, umask) in ((uint, uint)[])[(LaunchBody.MaxPorts + 1, 0),
            (uint.MaxValue, 0), (0, 0x200), (0, uint.MaxValue)])
        {
            var body = new byte[LaunchBody.HeadBytes];
            Assert.True(LaunchBody.TryRead(body, out _));
            BinaryPrimitives.WriteUInt32LittleEndian(body.AsSpan(4), ports);
            BinaryPrimitives.WriteUInt32LittleEndian(body.AsSpan(8), umask);
            Assert.False(LaunchBody.TryRead(body, out _));
        }
    }

    [Fact]
    public void A_header_is_of_this_version_of_a_known_kind_and_within_its_limit() =>
        Gen.Byte.Array[0, 12].Sample(bytes =>
        {
            var header = BrokerHeader.Read(bytes, out var reason);
            return header is null
                ? reason.Length > 0
                : Enum.IsDefined(header.Kind) && header.Length <= BrokerHeader.LimitOf(header.Kind)
                    && bytes.Length == BrokerHeader.Bytes && bytes[4] == BrokerHeader.Version;
        }, iter: 50_000);

    [Fact]
    public void A_body_that_is_too_long_is_not_written() =>
        Assert.Throws<ArgumentException>(() => BrokerHeader.Record(BrokerKind.Status, new byte[1]));

    [Fact]
    public void A_refusal_of_any_length_fits() =>
        Assert.Equal(BrokerHeader.Bytes + BrokerHeader.LimitOf(BrokerKind.Refused),
            BrokerHeader.Refusal(new string('é', 10_000)).Length);
}
