using System.Collections.Immutable;
using Pinfold.Core.Policy;
using Pinfold.Windows.Native;

namespace Pinfold.Windows.Attacks;

/// <summary>
/// The code of one attack. The same <paramref name="Run"/> is the control outside and the attempt inside.
/// </summary>
/// <param name="Name">The attack in <see cref="Core.Attacks.WindowsAttacks"/>.</param>
/// <param name="Run">What the attacker does.</param>
/// <param name="Worked">What the host sees when it worked.</param>
internal sealed record AttackCode(string Name, Action<Attempt> Run, Func<Scene, bool> Worked)
{
    /// <summary>ERROR_ACCESS_DENIED: what a descriptor, a label or a job refuses with.</summary>
    internal static ImmutableArray<int> Refused { get; } = [Kernel32.ERROR_ACCESS_DENIED];

    /// <summary>And what a held handle refuses with.</summary>
    internal static ImmutableArray<int> Held { get; } =
        [Kernel32.ERROR_ACCESS_DENIED, Kernel32.ERROR_SHARING_VIOLATION];

    /// <summary>What must stand before the attempt; <see cref="Scene.Tell"/> hands facts to it.</summary>
    internal Action<Scene>? Prepare { get; init; }

    /// <summary>What happens between the fence and the attempt.</summary>
    internal Action<Scene>? Ready { get; init; }

    /// <summary>What a trusted program does while the attempt runs, on a thread of its own.</summary>
    internal Action<Scene>? Meanwhile { get; init; }

    /// <summary>What the host does as a matter of course when the command has ended.</summary>
    internal Action<Scene>? After { get; init; }

    /// <summary>Errors that mean "refused". Any other error proves nothing.</summary>
    internal ImmutableArray<int> Denials { get; init; } = Refused;

    /// <summary>
    /// Calls may succeed inside, on something private or only until the command ends; the effect alone decides.
    /// </summary>
    internal bool Contained { get; init; }

    /// <summary>The deadline is the refusal.</summary>
    internal bool TimesOut { get; init; }

    /// <summary>That deadline.</summary>
    internal TimeSpan TimeLimit { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Outside of a fence the deadline ends the command alone: what it started is the attack.</summary>
    internal bool LeavesChildren { get; init; }

    /// <summary>
    /// It is made although the report claims nothing of its control: what is tried is refused all the same.
    /// </summary>
    internal bool IsUnpromised { get; init; }

    /// <summary>The policy that this attack is made against.</summary>
    internal Func<SandboxPolicy, SandboxPolicy> Policy { get; init; } = policy => policy;

    /// <summary>Where the attempt starts.</summary>
    internal Func<Scene, string> Folder { get; init; } = scene => scene.Workspace;

    /// <summary>A reason why it makes no sense here, before anything is tried; null: run it.</summary>
    internal Func<Scene, string?> Unfit { get; init; } = _ => null;
}
