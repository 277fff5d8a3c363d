using System.IO.Pipes;
using Pinfold.Core.Protocol;
using Pinfold.Windows.Service;
using Pinfold.Windows.Tokens;
using Xunit;

namespace Pinfold.Windows.Tests.Service;

/// <summary>
/// Level of evidence: Wine, whose pipes and process numbers are real and whose descriptors of pipes are not asked.
/// </summary>
public sealed class BrokerPipeTests
{
    [WindowsFact]
    public async Task The_broker_answers_over_its_pipe_also_while_another_client_says_nothing()
    {
        var name = Name();
        using var stop = new CancellationTokenSource();
        using var listener = new PipeListener(name, "D:P(A;;GA;;;WD)");
        var serving = new Windows.Service.Broker(new ModelBrokerHost(), new NoLaunches()).Serve(listener, stop.Token);
        await using (var silent = PipeListener.Connect(name, () => (uint)Environment.ProcessId))
        {
            var body = await Task.Run(
                () => BrokerClient.Ask(name, () => (uint)Environment.ProcessId, BrokerKind.Status, BrokerKind.Standing),
                stop.Token);
            Assert.Equal(ModelBrokerHost.Standing.Write(), body);
        }

        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => serving);
    }

    [WindowsFact]
    public async Task Whose_process_a_client_is_can_be_told_before_it_says_anything()
    {
        var name = Name();
        using var listener = new PipeListener(name, "D:P(A;;GA;;;WD)");
        await using var silent = PipeListener.Connect(name, () => (uint)Environment.ProcessId);
        var (stream, process) = await listener.Accept(TestContext.Current.CancellationToken);
        await using var there = stream;
        Assert.Equal(TokenFacts.Own().User, new Caller(there.SafePipeHandle, process).UserOfProcess());
        Assert.Null(new Caller(there.SafePipeHandle, 0xFFFFFFF0).UserOfProcess()); // no such process
    }

    [WindowsFact]
    public async Task A_server_that_is_not_the_service_is_told_nothing()
    {
        var name = Name();
        await using var thief = new NamedPipeServerStream(name[(name.LastIndexOf('\\') + 1)..], PipeDirection.InOut, 1,
            PipeTransmissionMode.Byte, PipeOptions.Asynchronous);
        var come = thief.WaitForConnectionAsync(TestContext.Current.CancellationToken);
        var fault = Assert.ThrowsAny<IOException>(
            () => BrokerClient.Ask(name, () => 1, BrokerKind.Repair, BrokerKind.Done));
        Assert.Contains("has taken the broker's pipe", fault.Message, StringComparison.Ordinal);
        await come;
        Assert.Equal(0, await thief.ReadAsync(new byte[1], TestContext.Current.CancellationToken));
    }

    [WindowsFact]
    public void A_service_that_has_stopped_has_no_process_and_no_pipe_is_its()
    {
        var name = Name();
        using var thief = new NamedPipeServerStream(name[(name.LastIndexOf('\\') + 1)..], PipeDirection.InOut);
        Assert.ThrowsAny<IOException>(() => BrokerClient.Ask(name, () => 0, BrokerKind.Repair, BrokerKind.Done));
    }

    private static string Name() => $@"\\.\pipe\pinfold-test-{Guid.NewGuid():N}";
}
