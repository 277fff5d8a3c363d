using System.Collections.Immutable;
using Pinfold.Core.Enforcement;
using Pinfold.Core.Paths;
using Pinfold.Core.Planning.Windows;
using Pinfold.Core.WindowsModel;
using Pinfold.Windows.Desktop;
using Pinfold.Windows.FileAccess;
using Pinfold.Windows.Native;
using Pinfold.Windows.Processes;
using Pinfold.Windows.Service;
using Pinfold.Windows.Setup;
using Pinfold.Windows.Tokens;

namespace Pinfold.Windows;

/// <summary>A plan, applied. Disposing it ends what runs in it and takes back what is not kept.</summary>
public sealed class WindowsFence : IDisposable
{
    private readonly WindowsHostFacts _facts;
    private readonly FenceReport _report;
    private readonly Pins _pins = new();
    private readonly ImmutableArray<PathFault>.Builder _faults = ImmutableArray.CreateBuilder<PathFault>();
    private SecurityDescriptor? _station;
    private SessionFolder? _temp;
    private SessionDesktop? _desktop;
    private TokenHandle? _token;
    private SecurityDescriptor? _tokenDescriptor;
    private Job? _job;
    private WindowsStep.LogOn? _logOn;
    private bool _isGone;

    private readonly WindowsPlan _plan;

    private WindowsFence(WindowsPlan plan, WindowsHostFacts facts) =>
        (_plan, _facts, _report) = (plan, facts, new(plan));

    /// <summary>What holds, control by control. Whoever starts a command looks at its gaps first.</summary>
    public EnforcementReport Report => _report.Report;

    /// <summary>Paths that could not be changed, each with its reason.</summary>
    public ImmutableArray<PathFault> Faults => _faults.ToImmutable();

    /// <summary>Applies a plan, step by step.</summary>
    /// <exception cref="FenceException">The job or the token could not be made.</exception>
    /// <exception cref="LedgerFileException">The ledger cannot be written.</exception>
    internal static WindowsFence Apply(WindowsPlan plan, WindowsHostFacts facts, string ledgerPath,
        IProgress<long>? progress)
    {
        var fence = new WindowsFence(plan, facts);
        try
        {
            // The job's handle comes before all others, the ledger's too. The ledger is locked only while lasting
            // changes are looked at or made: a second session starts meanwhile, or waits for the first use of a root.
            var first = plan.Steps.TakeWhile(s => !s.IsKept).ToArray();
            foreach (var step in first) fence.Take(step, null);
            if (first.Length == plan.Steps.Length) return fence;
            using var ledger = OpenLedger(ledgerPath);
            var hardening = new Hardening(new NativeSecurityStore(), ledger, facts.Token, progress);
            foreach (var step in plan.Steps[first.Length..]) fence.Take(step, hardening);
            return fence;
        }
        catch
        {
            fence.Dispose();
            throw;
        }
    }

    /// <summary>Starts a command. The fence outlives it; one command at a time.</summary>
    /// <exception cref="LaunchException">There is no such program, or it cannot be started.</exception>
    /// <exception cref="IOException">The broker is not there, or refuses: nothing has run.</exception>
    public RunningCommand Start(LaunchRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (_logOn is not null) return StartByBroker(request);
        var terminal = request.Terminal is { } size ? PseudoConsole.Create(size.Columns, size.Rows) : null;
        try
        {
            using var streams = terminal is null ? Streams.Own() : null;
            return Start(request, streams, terminal);
        }
        catch
        {
            terminal?.Dispose();
            throw;
        }
    }

    internal RunningCommand Start(LaunchRequest request, Streams? streams, PseudoConsole? terminal = null) =>
        _logOn is not null
            ? BrokerClient.Launch(BrokerRequest.Of(_plan, _facts, request, _desktop?.Name, streams))
            : new LocalCommand(
                ChildProcess.Start(request, _job!, _token, _tokenDescriptor, _desktop?.Name, streams, terminal), _job!,
                request.Deadline, terminal);

    /// <summary>The broker has no console: what the command writes to the user's goes through pipes.</summary>
    private RunningCommand StartByBroker(LaunchRequest request)
    {
        if (request.Terminal is { } size) return StartInTerminal(request, size.Columns, size.Rows);
        var relays = new ConsoleStreams();
        try
        {
            using var streams = relays.ForCommand();
            return new RelayedCommand(Start(request, streams), relays);
        }
        catch
        {
            relays.Dispose();
            throw;
        }
    }

    /// <summary>
    /// A pseudo-console of the broker's would be SYSTEM's: the command makes its own, as the account.
    /// </summary>
    private TerminalCommand StartInTerminal(LaunchRequest request, short columns, short rows)
    {
        if (!File.Exists(SetupPaths.Pinfold))
            throw new FenceException(
                $"an elevated command's terminal is made by '{SetupPaths.Pinfold}', which is not there: run 'pinfold setup' as an administrator");
        var hosted = request with
            { Argv = TerminalHost.Around(SetupPaths.Pinfold, columns, rows, request.Argv), Terminal = null };
        var (theirInput, input) = Kernel32.Pipe();
        var (output, theirOutput) = Kernel32.Pipe();
        var terminal = new FramedTerminal(input, output);
        try
        {
            using (theirInput)
            using (theirOutput)
            using (var streams = Streams.Of(theirInput, theirOutput, theirOutput))
                return new(Start(hosted, streams), terminal);
        }
        catch
        {
            terminal.Dispose();
            throw;
        }
    }

    /// <summary>The self-proof got through: the report says so from now on.</summary>
    internal void Broken(Control control, string reason) => _report.Broken(control, reason);

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_isGone) return;
        _isGone = true;
        if (_job is not null)
        {
            _job.Kill(1);
            _job.WaitForEnd();
        }

        _pins.Dispose();
        _token?.Dispose();
        _desktop?.Dispose();
        _temp?.Dispose();
        _job?.Dispose();
    }

    private static LedgerFile OpenLedger(string path)
    {
        try
        {
            return LedgerFile.Open(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new LedgerFileException(
                $"the ledger {path} cannot be opened, and no change is made without it: {e.Message}", e);
        }
    }

    private void Take(WindowsStep step, Hardening? hardening)
    {
        try
        {
            switch (step)
            {
                // the broker makes it, which starts the command
                case WindowsStep.CreateJob when _plan.Steps.Any(s => s is WindowsStep.LogOn): break;
                case WindowsStep.CreateJob s: MakeJob(s); break;
                case WindowsStep.CreateToken s: MakeToken(s); break;
                case WindowsStep.LogOn s: _logOn = s; break; // at the start of each command, by the broker
                case { Kept: { } kept }: Count(step, Ensure(hardening!, step, kept.Path, kept.Ace)); break;
                case WindowsStep.Pin s: _pins.Hold(Name(s.Path), Identity(s.Path)); break;
                case WindowsStep.Placeholder s: _pins.Take(Name(s.Path), SecurityDescriptor.Parse(s.Descriptor)); break;
                case WindowsStep.PrivateTemp s:
                    _temp = SessionFolder.Make(s.Path, SecurityDescriptor.Parse(s.Descriptor)); break;
                // made with its desktop
                case WindowsStep.CreateWindowStation s: _station = SecurityDescriptor.Parse(s.Descriptor); break;
                case WindowsStep.CreateDesktop s: MakeDesktop(s); break;
                case WindowsStep.PassHandles or WindowsStep.FilterEnvironment: break; // at the start of each command
                default:
                    throw new FenceException($"the step '{step.Describe()}' is not known",
                        new InvalidOperationException(step.GetType().Name));
            }
        }
        catch (Exception e)
            when (e is IOException or UnauthorizedAccessException && e is not (FenceException or LedgerFileException))
        {
            Count(step, [new(step.Describe(), e.Message)]);
        }
    }

    private ImmutableArray<PathFault> Ensure(Hardening hardening, WindowsStep step, CanonicalPath path, Ace ace)
    {
        var upkeep = step switch
        {
            WindowsStep.DenyName or WindowsStep.LabelName => Upkeep.Whole,
            WindowsStep.HideSecret when path != _facts.State => Upkeep.Nearest,
            _ => Upkeep.None,
        };
        return ace.Type == AceType.MandatoryLabel
            ? hardening.EnsureLabel(Name(path), Identity(path), ace, upkeep)
            : hardening.EnsureEntry(Name(path), Identity(path), ace, upkeep);
    }

    private void MakeJob(WindowsStep.CreateJob step)
    {
        try
        {
            _job = Job.Create(step);
        }
        catch (NativeException e)
        {
            throw new FenceException($"the job cannot be made: {e.Message}", e);
        }

        foreach (var reason in _job.Missing(step)) _report.JobLacks(reason);
        if (_job.LacksUiLimits)
            _report.UiIsOpen(
                "pinfold itself runs in a job that keeps its children, and Windows allows no limits of the user interface in another");
    }

    private void MakeDesktop(WindowsStep.CreateDesktop step)
    {
        _desktop = SessionDesktop.Create(_station!, step.Name, SecurityDescriptor.Parse(step.Descriptor));
        if (_desktop.Lack is { } lack) _report.DesktopLacks(lack);
    }

    private void MakeToken(WindowsStep.CreateToken step)
    {
        try
        {
            _token = CommandToken.Create(step);
            _tokenDescriptor = SecurityDescriptor.Parse(step.Descriptor);
        }
        catch (NativeException e)
        {
            throw new FenceException($"the restricted token cannot be made: {e.Message}", e);
        }

        foreach (var reason in CommandToken.Missing(_token, step)) _report.TokenLacks(reason);
    }

    private static string Name(CanonicalPath path) => WindowsPath.ToExtended(path);

    private void Count(WindowsStep step, ImmutableArray<PathFault> faults)
    {
        _faults.AddRange(faults);
        if (faults.Length == 1) _report.Failed(step, $"{faults[0].Path}: {faults[0].Reason}");
        else if (faults.Length > 1)
            _report.Failed(step,
                $"{faults.Length} paths could not be changed, the first {faults[0].Path}: {faults[0].Reason}");
    }

    private FileIdentity Identity(CanonicalPath path) =>
        _facts.Find(path) is { } facts
            ? new(facts.VolumeSerial, facts.FileId)
            : throw new FileNotFoundException($"{WindowsPath.ToWin32(path)} is not among the facts");
}
