using Pinfold.Core.Paths;
using Pinfold.Core.Planning.Windows;
using Pinfold.Core.Planning.Windows.Elevated;
using Pinfold.Core.Protocol;
using Pinfold.Core.WindowsModel;
using Pinfold.Windows.Accounts;
using Pinfold.Windows.FileAccess;
using Pinfold.Windows.Processes;

namespace Pinfold.Windows.Service;

/// <summary>
/// Starts commands of the accounts, and knows those that run. Each is in a job of this process: it ends with the
/// broker, however that ends. What is refused or fails leaves nothing behind.
/// </summary>
/// <param name="logOn">Logs an account on.</param>
/// <param name="makeJob">Makes a job.</param>
internal sealed class Launches(Func<WindowsStep.LogOn, IAccountSession> logOn, Func<WindowsStep.CreateJob, Job> makeJob)
    : ILaunches
{
    private const int MaxRunning = ProxyPorts.Count;
    private readonly List<StartedLaunch> _running = [];
    private readonly List<(Sid User, int? ProxySlot)> _starting = [];

    /// <summary>With accounts and jobs that are what the plan says.</summary>
    internal Launches(AccountPasswords passwords)
        : this(step => AccountSession.Begin(step, passwords), WholeJob)
    {
    }

    /// <inheritdoc/>
    public int CountOf(Caller caller) => Count(caller.Who().Token.User);

    /// <inheritdoc/>
    public StartedLaunch Start(AccountLaunch launch, WindowsInstallation installed, Caller caller)
    {
        var (user, terminalSession) = caller.Who();
        if ((AccountLaunchPlan.WhyNot(user, installed) ?? AccountLaunchPlan.WhyNot(launch, installed)) is { } why)
            throw new IOException(why);
        lock (_running)
        {
            if (Count(user.User) >= MaxRunning)
                throw new IOException($"user {user.User} has {MaxRunning} commands running already");
            if (launch.ProxySlot is { } slot
                && (_running.Any(l => l.ProxySlot == slot) || _starting.Any(s => s.ProxySlot == slot)))
                throw new IOException($"another command has the proxy's port {ProxyPorts.PortOf(installed.ProxyPort, slot)} still; try again");
            _starting.Add((user.User, launch.ProxySlot));
        }

        var held = new List<IDisposable>();
        try
        {
            if (launch.ProxySlot is { } place && !caller.ListensAt(ProxyPorts.PortOf(installed.ProxyPort, place)))
                throw new IOException($"the program that asks does not listen at the proxy's port {ProxyPorts.PortOf(installed.ProxyPort, place)}, or not alone");
            var (roots, reads) = (Held(caller.Roots(launch.Roots)), Held(caller.Reads(launch.Reads)));
            using var program = caller.Program(launch.Program);
            using var folder = caller.Folder(launch.WorkingDirectory);
            var plan = AccountLaunchPlan.Of(launch, installed, user.User, terminalSession, [.. roots.Select(Identity)],
                [.. reads.Select(Identity)]);
            var job = Held(makeJob(plan.Job));
            var session = Held(logOn(plan.LogOn));
            using var streams = caller.Streams(launch.Streams);
            var request = new LaunchRequest
                { Argv = [], WorkingDirectory = launch.WorkingDirectory, Environment = launch.Environment };
            var process = ChildProcess.Start(
                WindowsPath.ToWin32(launch.Program), launch.CommandLine, isPackaged: false,
                request, job, session.Token, SecurityDescriptor.Parse(plan.LogOn.Descriptor),
                plan.Desktop, streams, terminal: null, ChildProcess.OwnConsole);
            var command = new LocalCommand(process, job,
                launch.Deadline == 0 ? null : TimeSpan.FromMilliseconds(launch.Deadline), null);
            var started = new StartedLaunch(user.User, launch.ProxySlot, command, held, Gone);
            lock (_running) _running.Add(started);
            return started;
        }
        catch
        {
            StartedLaunch.Close(held);
            throw;
        }
        finally
        {
            lock (_running) _starting.Remove((user.User, launch.ProxySlot));
        }

        T Held<T>(T value)
        {
            if (value is IDisposable one) held.Add(one);
            else held.AddRange((IEnumerable<IDisposable>)value!);
            return value;
        }
    }

    /// <inheritdoc/>
    public void End(Caller caller)
    {
        var user = caller.Who().Token.User;
        lock (_running)
        {
            foreach (var launch in _running.Where(l => l.User == user)) launch.Command.Kill();
        }
    }

    /// <summary>A job that has what was asked for, or none.</summary>
    internal static Job WholeJob(WindowsStep.CreateJob step)
    {
        var job = Job.Create(step);
        var missing = job.Missing(step);
        if (job.LacksUiLimits)
            missing = missing.Add(
                "the broker runs in a job that keeps its children, and Windows allows no limits of the user interface in another");
        if (missing.IsEmpty) return job;
        job.Dispose();
        throw new IOException(string.Join("; ", missing));
    }

    private static (ulong Volume, UInt128 File) Identity(NativeItem item) => (item.Identity.Volume, item.Identity.File);

    private int Count(Sid user)
    {
        lock (_running) return _running.Count(l => l.User == user) + _starting.Count(s => s.User == user);
    }

    private void Gone(StartedLaunch launch)
    {
        lock (_running) _running.Remove(launch);
    }
}
