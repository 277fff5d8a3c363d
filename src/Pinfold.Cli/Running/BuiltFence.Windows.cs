using System.Collections.Immutable;
using Pinfold.Cli.Output;
using Pinfold.Cli.Policies;
using Pinfold.Cli.Sessions;
using Pinfold.Core.Enforcement;
using Pinfold.Core.Paths;
using Pinfold.Core.Planning.Windows;
using Pinfold.Core.Policy;
using Pinfold.Windows;
using Pinfold.Windows.FileAccess;
using Pinfold.Windows.Processes;

namespace Pinfold.Cli.Running;

/// <summary>The fence as it stands on this host, proved: what the plan promised and the system did not keep is a gap like any other.</summary>
internal sealed class BuiltFence : IDisposable
{
    private readonly Fence _fence;
    private readonly LedgerFile _ledger;
    private readonly WindowsFence _built;

    private BuiltFence(Fence fence, LedgerFile ledger, WindowsFence built) => (_fence, _ledger, _built) = (fence, ledger, built);

    /// <summary>What holds.</summary>
    internal EnforcementReport Report => _built.Report;

    /// <summary>Why nothing may run in it; null when it holds what the policy asks for.</summary>
    internal Ending? Refusal
    {
        get
        {
            if (_fence.Policy.Profile == Profile.FullAccess) return null;
            var gaps = Report.Gaps(_fence.Policy.Accepted);
            return gaps.IsEmpty ? null : Endings.Refused(Report, gaps);
        }
    }

    internal static BuiltFence Make(Fence fence, StateFolder state)
    {
        var ledger = LedgerFile.Open(WindowsPath.ToExtended(state.Path.Combine("ledger")));
        try
        {
            var built = WindowsBackend.Apply(fence.Plan, fence.Host, ledger, new FirstUseProgress());
            if (fence.Policy.Profile != Profile.FullAccess) built.Prove(Environment.ProcessPath!);
            return new(fence, ledger, built);
        }
        catch
        {
            ledger.Dispose();
            throw;
        }
    }

    /// <summary>The variables of a command, with the session's own temporary folder.</summary>
    internal ImmutableArray<KeyValuePair<string, string>> Environment(ImmutableArray<KeyValuePair<string, string>> variables)
    {
        if (_fence.Plan.Steps.OfType<WindowsStep.PrivateTemp>().FirstOrDefault() is not { } temp) return variables;
        var folder = WindowsPath.ToWin32(temp.Path);
        return [.. variables.Where(v => !v.Key.Equals("TEMP", StringComparison.OrdinalIgnoreCase) && !v.Key.Equals("TMP", StringComparison.OrdinalIgnoreCase)), new("TEMP", folder), new("TMP", folder)];
    }

    internal RunningCommand Start(LaunchRequest request) => _built.Start(request);

    public void Dispose()
    {
        _built.Dispose();
        _ledger.Dispose();
        foreach (var fault in _built.Faults) Messages.Say($"{fault.Path}: {fault.Reason}");
    }
}
