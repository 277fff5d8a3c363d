using Pinfold.Core.Planning.Windows;
using Pinfold.Core.Planning.Windows.Elevated;
using Pinfold.Core.Policy;
using Pinfold.Core.Protocol;
using Pinfold.Windows.Desktop;
using Pinfold.Windows.Native;
using Pinfold.Windows.Processes;
using Pinfold.Windows.Service;

namespace Pinfold.Windows.Tests.Service;

/// <summary>A broker that listens on a pipe of its own, and a client with an elevated plan.</summary>
internal sealed class BrokerBench : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly PipeListener _listener;
    private readonly Task _serving;
    private readonly SessionDesktop _desktop;

    internal BrokerBench(Launches? launches = null, NetworkMode most = NetworkMode.Online)
    {
        Facts = WindowsBackend.GatherElevated(Setting.Policy(), Setting["home"], Setting["temp"], Setting["state"]);
        var installed = WindowsInstallation.Described(Facts.User) with { Network = most };
        Plan = ElevatedPlanner.For(Setting.Policy(), Facts, installed);
        _desktop = SessionDesktop.Create(
            Core.WindowsModel.SecurityDescriptor.Parse(
                Plan.Steps.OfType<WindowsStep.CreateWindowStation>().Single().Descriptor),
            Plan.Steps.OfType<WindowsStep.CreateDesktop>().Single().Name,
            Core.WindowsModel.SecurityDescriptor.Parse(
                Plan.Steps.OfType<WindowsStep.CreateDesktop>().Single().Descriptor));
        _listener = new(Pipe, "D:P(A;;GA;;;WD)");
        _serving = new Windows.Service.Broker(new ModelBrokerHost { Installed = installed },
            launches ?? new Launches(OwnAccount.Begin, Job.Create)).Serve(_listener, _stop.Token);
    }

    internal Setting Setting { get; } = new();

    internal string Pipe { get; } = $@"\\.\pipe\pinfold-test-{Guid.NewGuid():N}";

    internal WindowsHostFacts Facts { get; }

    internal WindowsPlan Plan { get; }

    internal AccountLaunch Request(Streams? streams, params string[] arguments) =>
        BrokerRequest.Of(Plan, Facts, Processes.Bench.Of(arguments) with { WorkingDirectory = Setting["ws"] },
            _desktop.Name, streams);

    internal byte[] Ask(BrokerKind kind, BrokerKind expected) =>
        BrokerClient.Ask(Pipe, () => (uint)Environment.ProcessId, kind, expected);

    internal RunningCommand Start(AccountLaunch launch) =>
        BrokerClient.Launch(Pipe, () => (uint)Environment.ProcessId, launch.Write());

    /// <summary>Starts a command whose output and errors come through a pipe.</summary>
    internal (RunningCommand Command, StreamReader Output) Start(Func<AccountLaunch, AccountLaunch> change,
        params string[] arguments)
    {
        var (read, write) = Kernel32.Pipe();
        using (write)
        using (var streams = Streams.Of(null, write, write))
        {
            var output = new FileStream(
                new Microsoft.Win32.SafeHandles.SafeFileHandle(read.DangerousGetHandle(), ownsHandle: true),
                System.IO.FileAccess.Read, bufferSize: 1);
            read.SetHandleAsInvalid();
            return (Start(change(Request(streams, arguments))), new StreamReader(output));
        }
    }

    /// <summary>Stops the broker; what runs ends.</summary>
    internal void Stop()
    {
        _stop.Cancel();
        try
        {
            _serving.GetAwaiter().GetResult();
        }
        catch (OperationCanceledException)
        {
            return;
        }
    }

    public void Dispose()
    {
        Stop();
        _listener.Dispose();
        _desktop.Dispose();
        Setting.Dispose();
        _stop.Dispose();
    }
}
