using System.Text.Json.Nodes;
using Pinfold.Cli.Output;
using Pinfold.Cli.Policies;
using Pinfold.Core.Enforcement;
using Pinfold.Core.Planning.Windows.Elevated;
using Pinfold.Core.Policy;
using Pinfold.Windows.Network;

namespace Pinfold.Cli.Running;

/// <content>
/// On Windows it listens at 127.0.0.1: at a port of the row that the filters leave to proxies, whose SID this command
/// alone gets, or, unelevated, where programs are asked and not made to use it, at any. </content>
internal sealed partial class EgressSession
{
    /// <summary>The place of its port in the row; null unelevated.</summary>
    internal int? Slot { get; private init; }

    /// <summary>Null for a policy without an allow list.</summary>
    /// <exception cref="CommandException">Others listen at every place that it could have.</exception>
    internal static EgressSession? For(Fence fence, Func<JsonObject, int> record)
    {
        if (fence.Policy.Profile == Profile.FullAccess || fence.Policy.Network != NetworkMode.Allowlist) return null;
        try
        {
            var first = fence.Installed?.ProxyPort;
            var listener = ProxyPort.Listen(first ?? 0, out var port, first is null ? 1 : ProxyPorts.Count);
            var session = new EgressSession(fence.Policy, port, null, null, record) { Slot = port - first };
            session._proxy.Serve(listener);
            return session;
        }
        catch (IOException e)
        {
            throw new CommandException($"network = \"allowlist\": {e.Message}");
        }
    }

    /// <summary>Ends it, and tells what it refused.</summary>
    internal Ending End(Ending ending, SandboxPolicy policy)
    {
        var (told, omitted) = Refused([]);
        List<string> lines = [.. ending.Lines, .. told.Select(d => DenialText.Of(d, policy))];
        if (omitted > 0) lines.Add($"denied: {omitted} more");
        return ending with
            { Lines = lines, More = [.. ending.More, ("denials", Facts.Denials(told)), ("denials_omitted", omitted)] };
    }
}
