using Pinfold.Linux.Processes;

namespace Pinfold.Cli.Auditing;

/// <summary>The launcher outlives <c>pinfold</c>, ends the tree, and then becomes this.</summary>
internal static partial class LateAudit
{
    private static readonly string[] Kept = ["HOME", "XDG_STATE_HOME", "XDG_CONFIG_HOME"];

    /// <summary>What the launcher becomes; null when this program's path is not known.</summary>
    internal static Afterwards? Program(string session)
    {
        if (Environment.ProcessPath is not { } program) return null;
        var variables = Kept.Select(name => KeyValuePair.Create(name, Environment.GetEnvironmentVariable(name) ?? ""))
            .Where(v => v.Value.Length > 0);
        return new([program, "audit", "--after", session], [.. variables]);
    }
}
