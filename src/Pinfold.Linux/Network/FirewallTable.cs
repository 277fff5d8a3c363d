using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Pinfold.Linux.Host;
using Pinfold.Linux.Native;
using Pinfold.Linux.Setup;

namespace Pinfold.Linux.Network;

/// <summary>
/// The one nftables table of this host that is Pinfold's: what the accounts' packets may reach. A verdict of ours that
/// drops is final, whatever other tables accept; nothing is counted or tracked, so that it costs other users a
/// comparison of a number.
/// </summary>
public static class FirewallTable
{
    /// <summary>True when the kernel has exactly the table that <see cref="Install"/> loads.</summary>
    /// <exception cref="IOException">nft(8) is missing or does not answer.</exception>
    public static bool IsIntact(Installation i)
    {
        ArgumentNullException.ThrowIfNull(i);
        return (i.Cgroups.Length == 0 || SessionCgroups.Identity(i.Cgroups) is not null)
            && Listed() is { } there && there == Reference(i);
    }

    /// <summary>Loads the table in place of what has its name: whole, or not at all.</summary>
    /// <exception cref="IOException">nft(8) is missing, or the kernel refuses.</exception>
    public static void Install(Installation i)
    {
        ArgumentNullException.ThrowIfNull(i);
        SystemTool.Output("nft", FirewallText.Of(i), "-f", "-");
    }

    /// <summary>Removes the table; nothing happens when there is none.</summary>
    /// <exception cref="IOException">nft(8) is missing, or the kernel refuses.</exception>
    public static void Remove() =>
        SystemTool.Output("nft", $"add table {FirewallText.Table}\ndelete table {FirewallText.Table}\n", "-f", "-");

    /// <summary>
    /// The number of the kernel's rule set in this network namespace: another one after each change by anybody. While
    /// it is the one at which <see cref="IsIntact"/> was true, the table is intact. Microseconds; root only.
    /// </summary>
    /// <exception cref="IOException">The kernel has no nftables, or the caller may not ask.</exception>
    public static uint Generation() => RuleSetGeneration.Read();

    /// <summary>False when the table of our name has not our chains: it is loaded whole or not at all.</summary>
    internal static bool IsOursOrAbsent() => Listed() is not { } there
        || FirewallText.Chains.All(c => there.Contains($"\"name\":\"{c}\"", StringComparison.Ordinal)
            || there.Contains($"chain {c} {{", StringComparison.Ordinal));

    /// <summary>
    /// The table as the kernel has it, without what differs from load to load; null when there is none. nft(8) 1.0.6
    /// breaks its JSON off at flags that no table of ours has: then it is nft's other text, which is not what
    /// <see cref="Reference"/> gives.
    /// </summary>
    internal static string? Listed()
    {
        if (List("-j") is not { } json) return null;
        try
        {
            return Normal(json);
        }
        catch (SetupException)
        {
            return List();
        }
    }

    private static string? List(params string[] options)
    {
        var (status, output, error) = SystemTool.Run("nft", null, [.. options, "list", "table", "inet", "pinfold"]);
        if (status == 0) return output;
        return error.Contains("No such file or directory", StringComparison.Ordinal)
            ? null
            : throw new SetupException($"nft cannot list the table: {error.Trim()}");
    }

    /// <summary>
    /// What nft(8) of this host lists once the table is loaded: loaded in a network namespace of its own, since the
    /// listing differs between versions.
    /// </summary>
    private static string Reference(Installation i) => Elsewhere(() =>
    {
        Install(i);
        return Listed();
    }) ?? throw new SetupException("the filter cannot be compared: the kernel took the table and lists none");

    /// <summary>True when kernel and nft(8) know sockets by their cgroup of version 2.</summary>
    internal static bool KnowsCgroups() => Elsewhere(() =>
        SystemTool.Run("nft",
            "table inet t { chain c { type filter hook output priority 0; socket cgroupv2 level 1 \".\" drop; }; }\n",
            "-f", "-").Status.ToString(CultureInfo.InvariantCulture)) == "0";

    /// <summary>The result of <paramref name="work"/>, done in a network namespace of its own.</summary>
    private static string? Elsewhere(Func<string?> work)
    {
        string? result = null;
        Exception? fault = null;
        var thread = new Thread(() =>
        {
            try
            {
                // of this thread, and of what it starts
                LinuxException.Check(Libc.Unshare(Libc.CLONE_NEWNET), "unshare");
                result = work();
            }
            catch (IOException e)
            {
                fault = e;
            }
        });
        thread.Start();
        thread.Join();
        if (fault is not null) throw new SetupException($"the filter cannot be compared: {fault.Message}", fault);
        return result;
    }

    internal static string Normal(string json)
    {
        try
        {
            var items = JsonNode.Parse(json)!["nftables"]!.AsArray();
            var lines = items.Where(i => i!["metainfo"] is null).Select(i =>
            {
                foreach (var (_, value) in i!.AsObject()) value!.AsObject().Remove("handle");
                return i.ToJsonString();
            });
            return string.Join('\n', lines);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or NullReferenceException)
        {
            throw new SetupException($"nft lists what is no table: {e.Message}", e);
        }
    }
}
