using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Pinfold.Core.Paths;
using Pinfold.Core.Policy;

namespace Pinfold.Cli.Output;

/// <summary>Ends the program. The message is for the user: subject, cause, remedy.</summary>
internal sealed class CommandException : Exception
{
    internal CommandException(string message, int status = ExitStatus.Failed)
        : base(message) => (Status, Faults) = (status, [FaultJson.Of(message)]);

    /// <summary>Several faults at once, a line each.</summary>
    internal CommandException(IReadOnlyCollection<string> faults)
        : base(string.Join('\n', faults)) => Faults = [.. faults.Select(FaultJson.Of)];

    /// <summary>Every fault of a policy.</summary>
    internal CommandException(ImmutableArray<Diagnostic> faults)
        : base(string.Join('\n', faults.Select(f => OsText.Display(f.ToString())))) =>
            Faults = [.. faults.Select(FaultJson.Of)];

    /// <summary>The exit status.</summary>
    internal int Status { get; } = ExitStatus.Failed;

    /// <summary>The same for programs.</summary>
    internal IReadOnlyList<JsonObject> Faults { get; }
}
