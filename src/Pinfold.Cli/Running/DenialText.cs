using System.Diagnostics;
using System.Net;
using Pinfold.Core.Decisions;
using Pinfold.Core.Enforcement;
using Pinfold.Core.Paths;
using Pinfold.Core.Policy;

namespace Pinfold.Cli.Running;

/// <summary>One refusal in one line: what, and what would allow it.</summary>
internal static class DenialText
{
    private const string Port = ", at this port or the one that it is for";
    private const int NameServer = 53;

    /// <summary>
    /// A question to a name server outside, when there is no network: it says nothing of the host that was meant.
    /// </summary>
    internal static bool IsLookUp(Denial denial) =>
        denial.Kind == DenialKind.Address && IPEndPoint.TryParse(denial.Object, out var end) && end.Port == NameServer;

    internal static string Of(Denial denial, SandboxPolicy policy)
    {
        var what = OsText.Display(denial.Object);
        return denial.Kind switch
        {
            DenialKind.UnixSocket =>
                $"denied: connecting to the socket {what}; sockets are reached in the writable folders alone",
            DenialKind.Address when IsLookUp(denial) =>
                "denied: looking up a name; to allow a host: pinfold run --allow HOST:443 -- …; the whole network: --network online",
            DenialKind.Address => $"denied: connecting to {what}; to allow {Grant(denial, policy)}--network online",
            DenialKind.Host => $"denied: connecting to {what}: {denial.Rule}{Remedy(denial)}",
            DenialKind.Name => $"denied: looking up {what}: {denial.Rule}{Remedy(denial, Port)}",
            DenialKind.Processes => $"limited: more than {policy.Limits.Processes} processes; [limits] processes in your policy allows more",
            DenialKind.Memory =>
                $"limited: more than {Quantity.Bytes(policy.Limits.Memory ?? 0)} of memory; "
                    + "[limits] memory in your policy allows more",
            _ => throw new UnreachableException(denial.Kind.ToString()),
        };
    }

    private static string Grant(Denial denial, SandboxPolicy policy) =>
        IPEndPoint.TryParse(denial.Object, out var end)
        && new EgressRules(policy with { Network = NetworkMode.Allowlist })
            .Decide(end.Address.ToString(), end.Port).Remedy is { } flag
            ? $"it: pinfold run {flag} -- …; the whole network: " : "the network: pinfold run ";

    private static string Remedy(Denial denial, string more = "") =>
        denial.Remedy is { } flag ? $"; to allow it{more}: pinfold run {flag} -- …" : "";
}
