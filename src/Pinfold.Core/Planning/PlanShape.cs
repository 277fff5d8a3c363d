using System.Diagnostics;

namespace Pinfold.Core.Planning;

/// <summary>
/// A plan without its paths and amounts: which mechanisms it uses, and how. Plans of one shape stand and fall together,
/// so that what one of them proved on a host holds for the other.
/// </summary>
public static class PlanShape
{
    /// <summary>The kinds of steps, each once, in their order.</summary>
    public static string Of(Plan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        var kinds = new List<string>();
        foreach (var step in plan.Steps)
        {
            var kind = KindOf(step);
            if (!kinds.Contains(kind)) kinds.Add(kind);
        }

        return string.Join(' ', kinds);
    }

    private static string KindOf(PlanStep step) => step switch
    {
        PlanStep.JoinCgroup s => $"cgroup({s.Processes != 0},{s.Memory != 0})",
        PlanStep.Placeholder => "placeholder",
        PlanStep.CreateNamespaces s => $"namespaces(0x{(uint)s.Kinds:x})",
        PlanStep.ReadOnlyRoot => "read-only-root",
        PlanStep.PrivateProc s => $"proc({s.LockControls})",
        PlanStep.PrivateDevices => "devices",
        PlanStep.PrivateFolder s => $"private({s.Promise},{s.Sealed})",
        PlanStep.Writable => "writable",
        PlanStep.OwnerView => "owner-view",
        PlanStep.GrantAccess s => $"grant({s.Write})",
        PlanStep.Pin => "pin",
        PlanStep.ReadOnly => "read-only",
        PlanStep.Hide => "hide",
        PlanStep.Reveal => "reveal",
        PlanStep.LoopbackUp => "loopback",
        PlanStep.Egress => "egress",
        PlanStep.ForwardPort => "forward",
        PlanStep.Limit s => $"limit({s.Resource})",
        PlanStep.DropCapabilities s => s.Account is null ? "capabilities" : "account",
        PlanStep.NoNewPrivileges => "no-new-privileges",
        PlanStep.Landlock s => $"landlock(0x{s.HandledFs:x},0x{s.HandledNet:x},0x{s.Scoped:x})",
        PlanStep.Seccomp s => $"seccomp({(int)s.Rules})",
        _ => throw new UnreachableException(step.GetType().Name),
    };
}
