using Pinfold.Core.Paths;
using Pinfold.Core.Planning;
using Pinfold.Core.Policy;
using Pinfold.Linux;

namespace Pinfold.Bench.Fence;

/// <summary>Where everything is that a measurement needs.</summary>
/// <param name="Folder">The ordinary user's folder for the measurement.</param>
/// <param name="Pinfold">The program.</param>
/// <param name="PeersFolder">Where npm put the peers.</param>
/// <param name="Name">The workspace below <paramref name="Folder"/>.</param>
internal sealed record Setting(string Folder, string Pinfold, string PeersFolder, string Name = "ws")
{
    internal string Workspace => $"{Folder}/{Name}";

    internal SandboxPolicy Policy =>
        PolicyLoader.Load([], new(), CanonicalPath.Parse($"{Folder}/{Name}"), Home()).Policy!;

    /// <summary>The plan on this host, or on one that lacks something.</summary>
    internal Plan Plan(Func<HostFacts, HostFacts>? change = null)
    {
        var facts = LinuxBackend.Gather(Policy, Home(), CanonicalPath.Parse(Folder + "/state"));
        return Planner.For(Policy, change is null ? facts : change(facts));
    }

    internal IEnumerable<Contest.Entry> Peers()
    {
        var modules = PeersFolder + "/node_modules";
        var codex = Directory.Exists(modules + "/@openai")
            ? Directory.EnumerateFiles(modules + "/@openai", "codex", SearchOption.AllDirectories)
                .FirstOrDefault(f => !f.Contains("/.bin/", StringComparison.Ordinal))
            : null;
        yield return new("codex sandbox (its binary, without node)", [codex ?? "/codex", "sandbox", "--", "/bin/true"]);
        yield return new("srt (Anthropic sandbox-runtime)",
            [Node(), modules + "/@anthropic-ai/sandbox-runtime/dist/cli.js", "/bin/true"]);
        var mxc = Folder + "/mxc.json";
        File.WriteAllText(mxc, $$$"""
            {"version":"0.8.0","containment":"bubblewrap","process":{"commandLine":"/bin/true"},
             "filesystem":{"readonlyPaths":["/usr","/bin","/lib","/lib64","/etc"],"readwritePaths":["{{{Workspace}}}"]},"network":{"defaultPolicy":"block"}}
            """);
        yield return new("MXC lxc-exec, bubblewrap containment",
            [modules + "/@microsoft/mxc-sdk/bin/x64/lxc-exec", mxc]);
    }

    private static string Node() =>
        ((string[])["/usr/local/bin/node", "/usr/bin/node"]).FirstOrDefault(File.Exists) ?? "/node";

    private static CanonicalPath Home() => CanonicalPath.Parse(Environment.GetEnvironmentVariable("HOME")!);
}
