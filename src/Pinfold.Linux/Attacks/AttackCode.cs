using System.Collections.Immutable;
using Pinfold.Core.Planning;
using Pinfold.Core.Policy;
using Pinfold.Linux.Processes;

namespace Pinfold.Linux.Attacks;

/// <summary>
/// The code of one attack. The same <paramref name="Run"/> is the control outside and the attempt inside.
/// </summary>
/// <param name="Name">The attack in <see cref="Core.Attacks.LinuxAttacks"/>.</param>
/// <param name="Run">What the attacker does.</param>
/// <param name="Worked">What the host sees when it worked.</param>
internal sealed record AttackCode(string Name, Action<Attempt> Run, Func<Scene, bool> Worked)
{
    /// <summary>What must stand before the attempt; <see cref="Scene.Tell"/> hands facts to it.</summary>
    internal Action<Scene>? Prepare { get; init; }

    /// <summary>Errors that mean "refused". Any other error proves nothing.</summary>
    internal ImmutableArray<int> Denials { get; init; } = Refusals.Usual;

    /// <summary>Calls may succeed inside, on a private copy; the effect alone decides.</summary>
    internal bool Isolated { get; init; }

    /// <summary>Calls may succeed inside; the audit after the command takes back what they made.</summary>
    internal bool Audited { get; init; }

    /// <summary>Being killed is a refusal: 31 (SIGSYS) by the filter, 9 by a limit or the deadline.</summary>
    internal int KilledBy { get; init; }

    /// <summary>The policy that this attack is made against.</summary>
    internal Func<Scene, SandboxPolicy, SandboxPolicy> Policy { get; init; } = (_, policy) => policy;

    /// <summary>How it is launched.</summary>
    internal Func<Scene, LaunchRequest, LaunchRequest> Launch { get; init; } = (_, request) => request;

    /// <summary>Whether the launch itself may be refused.</summary>
    internal LaunchExpectation Expect { get; init; }

    /// <summary>Where the attempt starts.</summary>
    internal Func<Scene, string> Folder { get; init; } = scene => scene.Workspace;

    /// <summary>
    /// How often it runs, each time in a new fence around the same scene; told as <c>round</c>. Only the last one is
    /// judged.
    /// </summary>
    internal int Rounds { get; init; } = 1;

    /// <summary>
    /// What the workspace's own policy file says. The same text as the user's file must widen the fence, else it shows
    /// nothing.
    /// </summary>
    internal byte[]? ProjectFile { get; init; }

    /// <summary>False for a plan that lacks what this attack tests; its report then has a gap.</summary>
    internal Func<Plan, bool> Promise { get; init; } = _ => true;

    /// <summary>It must be refused although the report promises nothing: what is missing has to fail closed.</summary>
    internal bool Unpromised { get; init; }

    /// <summary>A reason why it makes no sense here, before anything is tried; null: run it.</summary>
    internal Func<Scene, string?> Unfit { get; init; } = _ => null;
}
