using System.Collections.Immutable;
using Pinfold.Core.Planning;
using Pinfold.Core.Policy;
using Pinfold.Linux.Processes;

namespace Pinfold.Linux.Attacks;

/// <summary>The code of one attack. The same <paramref name="Run"/> is the control outside and the attempt inside.</summary>
/// <param name="Name">The attack in <see cref="Core.Attacks.LinuxAttacks"/>.</param>
/// <param name="Run">What the attacker does.</param>
/// <param name="Worked">What the host sees when it worked.</param>
internal sealed record AttackCode(string Name, Action<Attempt> Run, Func<Scene, bool> Worked)
{
    /// <summary>What must stand before the attempt; <see cref="Scene.Tell"/> hands facts to it.</summary>
    internal Action<Scene>? Prepare { get; init; }

    /// <summary>Errors that mean "refused". Any other error proves nothing.</summary>
    internal ImmutableArray<int> Denials { get; init; } = Errno.Refused;

    /// <summary>Calls may succeed inside, on a private copy; the effect alone decides.</summary>
    internal bool Isolated { get; init; }

    /// <summary>Being killed is a refusal: 31 (SIGSYS) by the filter, 9 by a limit or the deadline.</summary>
    internal int KilledBy { get; init; }

    /// <summary>The policy that this attack is made against.</summary>
    internal Func<Scene, SandboxPolicy, SandboxPolicy> Policy { get; init; } = (_, policy) => policy;

    /// <summary>Facts of the host that a walk of the workspace would have found.</summary>
    internal Func<Scene, HostFacts, HostFacts> Facts { get; init; } = (_, facts) => facts;

    /// <summary>How it is launched.</summary>
    internal Func<Scene, LaunchRequest, LaunchRequest> Launch { get; init; } = (_, request) => request;

    /// <summary>The launch itself is refused: nothing runs with such streams.</summary>
    internal bool NeverStarts { get; init; }

    /// <summary>It must be refused although the report promises nothing: what is missing has to fail closed.</summary>
    internal bool Unpromised { get; init; }

    /// <summary>A reason why it makes no sense here, before anything is tried; null: run it.</summary>
    internal Func<Scene, string?> Unfit { get; init; } = _ => null;
}
