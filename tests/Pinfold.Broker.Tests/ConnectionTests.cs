using System.Buffers.Binary;
using CsCheck;
using Pinfold.Broker.Tests.Fixture;
using Pinfold.Core.Protocol;
using Pinfold.Linux.Native;
using Xunit;

namespace Pinfold.Broker.Tests;

[Collection(AloneCollection.Name)]
public sealed class ConnectionTests
{
    [Fact]
    public void A_status_says_who_the_accounts_are()
    {
        using var client = new Client();
        Assert.Equal(BrokerKind.Standing, client.Ask(BrokerHeader.Record(BrokerKind.Status, []))!.Value.Kind);
    }

    [Fact]
    public void Silence_is_refused() => Refused([], "nothing was asked");

    [Fact]
    public void Half_a_header_is_refused() => Refused([0, 0, 0, 0, 1], "nothing was asked");

    [Fact]
    public void Another_version_is_refused_and_named()
    {
        var record = BrokerHeader.Record(BrokerKind.Status, []);
        record[4] = 9;
        Refused(record, "version 9 is spoken there");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    [InlineData(99)]
    [InlineData(0x7FFF)]
    [InlineData(0xFFFF)]
    public void A_verb_that_there_is_not_is_refused(int kind)
    {
        var record = BrokerHeader.Record(BrokerKind.Status, []);
        BinaryPrimitives.WriteUInt16LittleEndian(record.AsSpan(6), (ushort)kind);
        Refused(record, "no record of kind");
    }

    [Theory]
    [InlineData(BrokerKind.Standing)]
    [InlineData(BrokerKind.Done)]
    [InlineData(BrokerKind.Refused)]
    public void An_answer_is_no_question(BrokerKind kind) => Refused(BrokerHeader.Record(kind, []), "is no request");

    [Theory]
    [InlineData(BrokerKind.Status, 1u)]
    [InlineData(BrokerKind.Repair, 1u)]
    [InlineData(BrokerKind.Release, 4u)]
    [InlineData(BrokerKind.Launch, (uint)BrokerHeader.MaxBody + 1)]
    [InlineData(BrokerKind.Launch, uint.MaxValue)]
    public void A_body_that_is_too_long_is_refused_before_it_is_read(BrokerKind kind, uint length)
    {
        var record = BrokerHeader.Record(kind, []);
        BinaryPrimitives.WriteUInt32LittleEndian(record, length);
        Refused(record, "at most");
    }

    [Fact]
    public void A_body_that_is_cut_off_is_refused()
    {
        var record = BrokerHeader.Record(BrokerKind.Launch, new byte[100]);
        Refused(record.AsSpan(0, 60), "cut off");
    }

    [Theory]
    [InlineData(BrokerKind.Status)]
    [InlineData(BrokerKind.Repair)]
    [InlineData(BrokerKind.Release)]
    public void Descriptors_for_a_verb_that_takes_none_are_refused_and_closed(BrokerKind kind)
    {
        // the runtime opens what it needs the first time
        Refused(BrokerHeader.Record(kind, []), "descriptors come with the body of a launch", 1, 2);
        var before = Descriptors();
        Refused(BrokerHeader.Record(kind, []), "descriptors come with the body of a launch", 1, 2);
        Assert.InRange(Descriptors(), 0, before);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(4)]
    [InlineData(6)]
    [InlineData(69)]
    public void A_launch_comes_with_the_descriptors_that_it_uses(int count)
    {
        var before = Descriptors();
        Refused(Launch(Plans.Valid()), "descriptors came with a launch that uses 5",
            Enumerable.Repeat(1, count).ToArray());
        Assert.InRange(Descriptors(), 0, before);
    }

    [Fact]
    public void More_descriptors_than_there_may_be_end_the_connection_and_nothing_else()
    {
        var before = Descriptors();
        using (var client = new Client())
        {
            var many = Enumerable.Repeat(1, 60).ToArray();
            var record = BrokerHeader.Record(BrokerKind.Launch, new byte[100]);
            client.Send(record.AsSpan(0, 8));
            client.Send(record.AsSpan(8, 50), many);
            Assert.Equal((BrokerKind.Refused, "too many descriptors"), client.Ask(record.AsSpan(58), many));
        }

        Assert.InRange(Descriptors(), 0, before);
    }

    [Fact]
    public void A_launch_without_a_body_is_malformed() =>
        Refused(BrokerHeader.Record(BrokerKind.Launch, []), "malformed");

    [Theory]
    [InlineData(new byte[] { 1, 2, 3 })]
    [InlineData(new byte[] { 133, 3, 0, 0, 65, 0, 0, 0, 0, 0, 0, 0 })] // 65 ports
    [InlineData(new byte[] { 133, 3, 0, 0, 0, 0, 0, 0, 0, 2, 0, 0 })] // umask 01000
    public void A_malformed_launch_is_refused(byte[] body) =>
        Refused(BrokerHeader.Record(BrokerKind.Launch, body), "malformed", 1, 1, 1, 1, 1);

    [Theory]
    [InlineData(0u)]
    [InlineData(1000u)]
    [InlineData(uint.MaxValue)]
    public void A_command_becomes_no_other_user(uint uid) =>
        Refused(Launch(Plans.Valid(), uid), "is no account of Pinfold", 1, 1, 1, 1, 1);

    [Fact]
    public void A_command_in_the_fence_asks_for_nothing()
    {
        var own = Libc.GetUid();
        foreach (var host in (TestHost[])[new() { Offline = new("a", own, own) },
            new() { Online = new("a", own, own) }])
        {
            using var client = new Client(host);
            var (kind, text) = client.Ask(BrokerHeader.Record(BrokerKind.Status, []))!.Value;
            Assert.Equal((BrokerKind.Refused, "a command in the fence asks for no other"), (kind, text));
        }
    }

    [Fact]
    public void A_good_launch_waits_for_the_host_to_stand() =>
        Refused(Launch(WithoutPorts()), TestHost.NotStanding, 1, 1, 1, 1, 1);

    [Fact]
    public void Whatever_is_said_is_answered_or_hung_up_on_and_no_descriptor_stays()
    {
        // the runtime opens what it needs the first time
        Refused(BrokerHeader.Record(BrokerKind.Status, []), "descriptors come with the body of a launch", 1, 2);
        var before = Descriptors();
        var plan = Launch(WithoutPorts());
        var noise = Gen.Byte.Array[0, 200];
        var edited = Gen.Select(Gen.Select(Gen.Int[0, plan.Length - 1], Gen.Byte).Array[1, 8], Gen.Int[0, plan.Length])
            .Select((edits, cut) =>
            {
                var bytes = (byte[])plan.Clone();
                foreach (var (at, value) in edits) bytes[at] = value;
                return bytes[..cut];
            });
        Gen.Select(Gen.OneOf(noise, edited), Gen.Int[0, 69]).Sample((record, count) =>
        {
            using var client = new Client();
            var answer = client.Ask(record, Enumerable.Repeat(1, count).ToArray());
            return answer is null or { Kind: BrokerKind.Refused or BrokerKind.Standing or BrokerKind.Done };
        }, iter: 1500, threads: 1);
        // the runtime opens a few more of its own; what stayed of the records would be hundreds
        Assert.InRange(Descriptors(), 0, before + 10);
    }

    private static byte[] Launch(byte[] plan, uint? account = null) =>
        BrokerHeader.Record(BrokerKind.Launch, LaunchBody.Write(account ?? Plans.Offline.Uid, 0, 0x12, plan));

    private static byte[] WithoutPorts() =>
        Plans.Framed(Plans.Operations(Plans.Valid()).Where(o => Plans.Kind(o) != Launcher.LaunchOp.ForwardPort));

    private static void Refused(ReadOnlySpan<byte> record, string why, params ReadOnlySpan<int> descriptors)
    {
        using var client = new Client();
        var (kind, text) = client.Ask(record, descriptors)!.Value;
        Assert.Equal(BrokerKind.Refused, kind);
        Assert.Contains(why, text, StringComparison.Ordinal);
    }

    /// <summary>How many this process has open, without those that wait for a finalizer.</summary>
    private static int Descriptors()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        return Directory.GetFileSystemEntries("/proc/self/fd").Length;
    }
}
