using System.Text;
using Pinfold.Core.Protocol;
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
    public async Task A_launch_is_refused_with_the_reason_and_never_half_done()
    {
        var (kind, body) = await Ask(BrokerHeader.Record(BrokerKind.Launch, new byte[100_000]));
        Assert.Equal((BrokerKind.Refused, Windows.Service.Broker.StartsNothing), (kind, Encoding.UTF8.GetString(body)));
    }

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
        Assert.Empty(await Answer(BrokerHeader.Record(BrokerKind.Repair, [])[..bytes], host));
        Assert.Equal(0, host.Repairs);
    }

    private static async Task<(BrokerKind Kind, byte[] Body)> Ask(byte[] request, ModelBrokerHost? host = null)
    {
        var answer = await Answer(request, host ?? new());
        var header = BrokerHeader.Read(answer.AsSpan(0, BrokerHeader.Bytes), out _)!;
        Assert.Equal(header.Length, answer.Length - BrokerHeader.Bytes);
        return (header.Kind, answer[BrokerHeader.Bytes..]);
    }

    private static async Task<byte[]> Answer(byte[] request, ModelBrokerHost host)
    {
        using var client = new Duplex(request);
        await new Windows.Service.Broker(host).Answer(client, TestContext.Current.CancellationToken);
        return client.Written.ToArray();
    }

    /// <summary>Reads what a client sent, and keeps what it is answered.</summary>
    private sealed class Duplex(byte[] request) : MemoryStream(request, writable: false)
    {
        internal MemoryStream Written { get; } = new();

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) => Written.WriteAsync(buffer, cancellationToken);

        protected override void Dispose(bool disposing)
        {
            Written.Dispose();
            base.Dispose(disposing);
        }
    }
}
