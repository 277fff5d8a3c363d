using System.Collections.Immutable;
using Pinfold.Core.Paths;
using Pinfold.Core.Planning;

namespace Pinfold.Linux.Processes;

/// <summary>One command to run inside a plan's fence.</summary>
public sealed record LaunchRequest
{
    /// <summary>
    /// Program and arguments as <see cref="OsText"/>; the program is looked up in the PATH of
    /// <see cref="Environment"/>.
    /// </summary>
    public required ImmutableArray<string> Argv { get; init; }

    /// <summary>Where it starts.</summary>
    public required CanonicalPath WorkingDirectory { get; init; }

    /// <summary>Its whole environment, already filtered.</summary>
    public required ImmutableArray<KeyValuePair<string, string>> Environment { get; init; }

    /// <summary>Time until the tree is killed, on a monotonic clock. Null: none.</summary>
    public TimeSpan? Deadline { get; init; }

    /// <summary>Descriptors that become its standard input, output and error.</summary>
    public (int In, int Out, int Error) Streams { get; init; } = StandardStreams.Given;

    /// <summary>
    /// True: a session of its own whose controlling terminal is its standard input (for <c>shell</c>).
    /// </summary>
    public bool OwnTerminal { get; init; }

    /// <summary>The account that it runs as, by the broker; null: as the user, without one.</summary>
    public AccountFacts? Account { get; init; }

    /// <summary>
    /// The caller serves the sockets of the plan's egress step (<see cref="RunningCommand.TakeEgress"/>). False: nobody
    /// does, and nothing leads out.
    /// </summary>
    public bool ServesEgress { get; init; }

    /// <summary>What the launcher becomes when this process is killed while the command runs. Null: nothing.</summary>
    public Afterwards? Afterwards { get; init; }
}
