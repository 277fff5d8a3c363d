using System.Text;
using Microsoft.Win32.SafeHandles;
using Pinfold.Core.Paths;
using Pinfold.Core.Protocol;
using Pinfold.Windows.Processes;
using Pinfold.Windows.Service;
using Xunit;

namespace Pinfold.Windows.Tests.Service;

/// <summary>Requests and answers in bytes, on any host.</summary>
public sealed class BrokerTests
{
    [Fact]
    public async Task Status_tells_the_accounts()
    {
        var (kind, body) = await Ask(BrokerHeader.Record(BrokerKind.Status, []));
        Assert.Equal(BrokerKind.Standing, kind);
        Assert.Equal(ModelBrokerHost.Standing.Write(), body);
    }

    [Fact]
    public async Task A_repair_is_done_or_says_why_not()
    {
        var host = new ModelBrokerHost();
        Assert.Equal(BrokerKind.Done, (await Ask(BrokerHeader.Record(BrokerKind.Repair, []), host)).Kind);
        Assert.Equal(1, host.Repairs);
        var (kind, body) = await Ask(BrokerHeader.Record(BrokerKind.Repair, []), new("the filters are gone"));
        Assert.Equal((BrokerKind.Refused, "the filters are gone"), (kind, Encoding.UTF8.GetString(body)));
    }

    [Fact]
    public async Task A_launch_that_is_none_is_read_whole_refused_with_the_reason_and_starts_nothing()
    {
        foreach (var (length, reason) in ((int, string)[])[(0, "cut off"),
            (100_000, "a path"), (BrokerHeader.MaxBody, "at most 1048576 bytes")])
        {
            var launches = new NoLaunches();
            var request = new MemoryStream(BrokerHeader.Record(BrokerKind.Launch, new byte[length]));
            var (kind, body) = await Ask(request.ToArray(), launches: launches);
            Assert.Equal(BrokerKind.Refused, kind);
            Assert.Contains(reason, Encoding.UTF8.GetString(body), StringComparison.Ordinal);
            Assert.Equal(0, launches.Asked);
        }
    }

    [Fact]
    public async Task No_command_is_started_while_accounts_rights_or_filters_do_not_stand()
    {
        var launches = new NoLaunches();
        var (kind, body) = await Ask(Launch, new("the filters are gone"), launches);
        Assert.Equal((BrokerKind.Refused, "the filters are gone", 0),
            (kind, Encoding.UTF8.GetString(body), launches.Asked));
    }

    [Fact]
    public async Task Why_a_command_is_not_started_reaches_the_client()
    {
        var (kind, body) = await Ask(Launch, launches: new(new IOException(@"C:\src is a link")));
        Assert.Equal((BrokerKind.Refused, @"C:\src is a link"), (kind, Encoding.UTF8.GetString(body)));
        (kind, body) = await Ask(Launch,
            launches: new(new LaunchException(LaunchOutcome.NotExecutable, "no program for this machine")));
        Assert.Equal(
            (BrokerKind.Ended, new LaunchEnding((byte)LaunchOutcome.NotExecutable, 126, "no program for this machine")),
            (kind, LaunchEnding.Read(body)));
    }

    [Fact]
    public async Task Status_counts_the_commands_of_the_client()
    {
        var (_, body) = await Ask(BrokerHeader.Record(BrokerKind.Status, []), launches: new() { Running = 3 });
        Assert.Equal(3, BrokerStatus.Read(body)!.Running);
    }

    private static byte[] Launch => BrokerHeader.Record(BrokerKind.Launch, new AccountLaunch
    {
        IsOnline = false, Session = "s1", Station = "station", Roots = [],
        Reads = [], Program = WindowsPath.Parse(@"C:\a.exe"), CommandLine = "a",
        WorkingDirectory = WindowsPath.Parse(@"C:\"), Environment = [], Streams = (0, 0, 0),
    }.Write());

    [Theory]
    [InlineData("00000000 0100 0900", "no record of kind 9")]
    [InlineData("00000000 0200 0100", "version 2 is spoken there")]
    [InlineData("01000000 0100 0100", "at most 0 bytes")]
    [InlineData("FFFFFFFF 0100 0200", "at most")]
    [InlineData("00000000 0100 0280", "Done is no request")]
    public async Task What_is_no_request_is_refused(string head, string reason)
    {
        var (kind, body) = await Ask(Convert.FromHexString(head.Replace(" ", "", StringComparison.Ordinal)));
        Assert.Equal(BrokerKind.Refused, kind);
        Assert.Contains(reason, Encoding.UTF8.GetString(body), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    public async Task A_client_that_hangs_up_early_gets_no_answer_and_does_no_harm(int bytes)
    {
        var host = new ModelBrokerHost();
        Assert.Empty(await Answer(BrokerHeader.Record(BrokerKind.Repair, [])[..bytes], host, new()));
        Assert.Equal(0, host.Repairs);
    }

    private static async Task<(BrokerKind Kind, byte[] Body)> Ask(byte[] request, ModelBrokerHost? host = null,
        NoLaunches? launches = null)
    {
        var answer = await Answer(request, host ?? new(), launches ?? new());
        var header = BrokerHeader.Read(answer.AsSpan(0, BrokerHeader.Bytes), out _)!;
        Assert.Equal(header.Length, answer.Length - BrokerHeader.Bytes);
        return (header.Kind, answer[BrokerHeader.Bytes..]);
    }

    private static async Task<byte[]> Answer(byte[] request, ModelBrokerHost host, NoLaunches launches)
    {
        using var client = new Duplex(request);
        using var pipe = new SafePipeHandle(-1, ownsHandle: false);
        await new Windows.Service.Broker(host, launches)
            .Answer(client, new(pipe, 0), TestContext.Current.CancellationToken);
        return client.Written.ToArray();
    }

    /// <summary>Reads what a client sent, and keeps what it is answered.</summary>
    private sealed class Duplex(byte[] request) : MemoryStream(request, writable: false)
    {
        internal MemoryStream Written { get; } = new();

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer,
            CancellationToken cancellationToken = default) => Written.WriteAsync(buffer, cancellationToken);

        protected override void Dispose(bool disposing)
        {
            Written.Dispose();
            base.Dispose(disposing);
        }
    }
}
