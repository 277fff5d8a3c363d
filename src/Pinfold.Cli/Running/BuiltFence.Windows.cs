using System.Collections.Immutable;
using Pinfold.Cli.Output;
using Pinfold.Cli.Policies;
using Pinfold.Cli.Sessions;
using Pinfold.Core.Enforcement;
using Pinfold.Core.Paths;
using Pinfold.Core.Planning.Windows;
using Pinfold.Core.Policy;
using Pinfold.Windows;
using Pinfold.Windows.Processes;

namespace Pinfold.Cli.Running;

/// <summary>
/// The fence as it stands on this host: what the plan promised and the system did not keep is a gap like any other.
/// </summary>
internal sealed class BuiltFence : IDisposable
{
    private readonly Fence _fence;
    private readonly WindowsFence _built;
    private bool _isGone;

    internal BuiltFence(Fence fence, StateFolder state)
    {
        _fence = fence;
        if (fence.Plan.Steps.OfType<WindowsStep.LabelRoot>().Any(s => s is { IsThere: false, LowersPrograms: true }))
            FirstUseProgress.Announce();
        _built = WindowsBackend.Apply(fence.Plan, fence.Host, WindowsPath.ToExtended(state.Path.Combine("ledger")),
            new FirstUseProgress());
    }

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

    /// <summary>The variables of a command, with the session's own temporary folder.</summary>
    internal ImmutableArray<KeyValuePair<string, string>> Complete(
        ImmutableArray<KeyValuePair<string, string>> variables)
    {
        if (_fence.Plan.Steps.OfType<WindowsStep.PrivateTemp>().FirstOrDefault() is not { } temp) return variables;
        var folder = WindowsPath.ToWin32(temp.Path);
        return [.. variables.Where(v => !IsTemp(v.Key)), new("TEMP", folder), new("TMP", folder)];
    }

    /// <summary>Starts the command.</summary>
    internal RunningCommand Start(LaunchRequest request) => _built.Start(request);

    public void Dispose()
    {
        if (_isGone) return;
        _isGone = true;
        _built.Dispose();
        foreach (var fault in _built.Faults) Messages.Say($"{fault.Path}: {fault.Reason}");
    }

    private static bool IsTemp(string name) =>
        name.Equals("TEMP", StringComparison.OrdinalIgnoreCase)
            || name.Equals("TMP", StringComparison.OrdinalIgnoreCase);
}
