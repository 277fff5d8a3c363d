using System.IO.Pipes;
using Pinfold.Core.Ledger;
using Pinfold.Core.Planning.Windows.Elevated;
using Pinfold.Core.WindowsModel;
using Pinfold.Windows.Native;
using Pinfold.Windows.Service;
using Xunit;

namespace Pinfold.Windows.Tests.Service;

/// <summary>
/// Level of evidence: calls, under Wine. Its services run as the same user; its pipes ask no descriptor.
/// </summary>
public sealed class ServiceTests
{
    private const string Arguments = "--inside service";

    private static LedgerChange.InstallService Change(string name) => new(name, Inside.Program, BrokerService.Sddl);

    [WindowsFact]
    public void A_service_is_installed_started_asked_over_its_pipe_stopped_and_removed()
    {
        Assert.SkipUnless(IsAdministrator, "needs an administrator");
        var name = $"PinfoldTest{Guid.NewGuid():N}";
        var arguments = $"{Arguments} {name}";
        var change = Change(name);
        Assert.False(ServiceControl.IsThere(change, arguments));
        ServiceControl.Make(change, arguments, isFull: WineVersion.Current is null);
        try
        {
            Assert.True(ServiceControl.IsThere(change, arguments));
            ServiceControl.Make(change, arguments, isFull: false); // again: nothing changes
            Assert.Equal(0u, ServiceControl.ProcessOf(name));
            ServiceControl.Start(name);
            // it listens once it runs
            using (var probe = new NamedPipeClientStream(name)) probe.Connect(TimeSpan.FromSeconds(30));
            var process = ServiceControl.ProcessOf(name);
            Assert.NotEqual((uint)Environment.ProcessId, process);
            using (var client = Connect(name, process))
            {
                client.Write("hello"u8);
                var answer = new byte[5];
                client.ReadExactly(answer);
                Assert.Equal("hello"u8, answer);
            }

            var taken = Assert.ThrowsAny<IOException>(() => Connect(name, process + 1).Dispose());
            Assert.Contains("has taken the broker's pipe", taken.Message, StringComparison.Ordinal);
            ServiceControl.Stop(name);
            Assert.Equal(0u, ServiceControl.ProcessOf(name));
        }
        finally
        {
            ServiceControl.Stop(name);
            ServiceControl.TakeBack(change, arguments);
        }

        Assert.False(ServiceControl.IsThere(change, arguments));
    }

    [WindowsFact]
    public void A_service_of_that_name_that_runs_another_program_is_left_alone()
    {
        Assert.SkipUnless(IsAdministrator, "needs an administrator");
        var name = $"PinfoldTest{Guid.NewGuid():N}";
        var theirs = new LedgerChange.InstallService(name, @"C:\other.exe", BrokerService.Sddl);
        ServiceControl.Make(theirs, isFull: false);
        try
        {
            Assert.Contains("another program",
                Assert.ThrowsAny<IOException>(() => ServiceControl.Make(Change(name))).Message,
                StringComparison.Ordinal);
            ServiceControl.TakeBack(Change(name));
            Assert.True(ServiceControl.IsThere(theirs));
        }
        finally
        {
            ServiceControl.TakeBack(theirs);
        }
    }

    [Fact]
    public void The_path_is_in_quotation_marks() => Assert.Equal("\"C:\\Program Files\\Pinfold\\pinfold-broker.exe\"",
        ServiceControl.CommandLineOf(@"C:\Program Files\Pinfold\pinfold-broker.exe", ""));

    [RealWindowsFact("lets a second first instance be made")]
    public void A_name_that_is_taken_is_an_error()
    {
        var name = $@"\\.\pipe\pinfold-test-{Guid.NewGuid():N}";
        using var first = new PipeListener(name, BrokerPipe.Sddl(Sid.Parse("S-1-5-21-1-2-3-4")));
        Assert.Equal(Kernel32.ERROR_ACCESS_DENIED, Assert.Throws<NativeException>(() =>
            new PipeListener(name, BrokerPipe.Sddl(Sid.Parse("S-1-5-21-1-2-3-4")))).Code);
    }

    /// <summary>
    /// The service that the tests install: it sends back what it is sent. Runs while this module is being initialised,
    /// so that no other thread may enter it: the delegate leads into the class library.
    /// </summary>
    internal static int Serve(string name)
    {
        var echo = typeof(Stream).GetMethod(nameof(Stream.CopyTo), [typeof(Stream)])!
            .CreateDelegate<Action<Stream, Stream>>();
        PipeService.Run(name, PipeOf(name), "D:P(A;;GA;;;WD)", echo);
        return 0;
    }

    private static NamedPipeClientStream Connect(string name, uint server) =>
        PipeListener.Connect(PipeOf(name), () => server);

    private static string PipeOf(string name) => $@"\\.\pipe\{name}";

    private static bool IsAdministrator => WineVersion.Current is not null || Environment.IsPrivilegedProcess;
}
