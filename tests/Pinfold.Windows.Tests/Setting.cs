using System.Collections.Immutable;
using Pinfold.Core.Paths;
using Pinfold.Core.Planning.Windows;
using Pinfold.Core.Policy;
using Pinfold.Core.WindowsModel;
using Pinfold.Windows.Tests.FileAccess;
using Pinfold.Windows.Tokens;

namespace Pinfold.Windows.Tests;

/// <summary>A user's folders with a policy for them: what <c>pinfold run</c> would have before it plans.</summary>
internal sealed class Setting : IDisposable
{
    private readonly Scratch _scratch;

    /// <summary>One that another process has made, and removes.</summary>
    internal Setting(string folder) => _scratch = new(folder);

    internal Setting()
    {
        _scratch = new();
        foreach (var folder in (string[])["home", @"home\.ssh", "temp",
            "state", "ws", @"ws\.git", @"ws\.git\hooks", @"ws\.git\objects"])
            _scratch.Make(folder);
        _scratch.Write(@"ws\.git\HEAD", "ref: refs/heads/main\n");
        _scratch.Write(@"ws\.git\config", "[core]\n\thooksPath = tools/hooks\n");
        _scratch.Write(@"ws\file");
        _scratch.Write(@"home\.ssh\id", "secret");
    }

    /// <summary>The folder that differs from run to run.</summary>
    internal string Folder => _scratch.Folder;

    internal CanonicalPath this[string name] => WindowsPath.Parse(Path.Combine(_scratch.Folder, name));

    internal string Ledger => Path.Combine(_scratch.Folder, @"state\ledger");

    internal static ImmutableArray<string> Attempts => [Inside.Program, "--inside", "attempt"];

    internal SandboxPolicy Policy(PolicyFlags? flags = null) =>
        PolicyLoader.Load([], flags ?? new(), this["ws"], this["home"], [this["state"]]) is { Policy: { } policy }
            ? policy
            : throw new InvalidOperationException("the built-in policy has a fault");

    internal WindowsHostFacts Facts(SandboxPolicy? policy = null) =>
        WindowsBackend.Gather(policy ?? Policy(), this["home"], this["temp"], this["state"]);

    internal void Make(string folder) => _scratch.Make(folder);

    /// <summary>
    /// The lock of a pair of key groups, as a session holds it; of one pair, whatever this system's token has.
    /// </summary>
    internal SessionKeyLock TakeKeys() => SessionKeyLock.Take(Path.Combine(_scratch.Folder, @"state\keys"),
        [new(WellKnownSids.Local, WellKnownSids.ConsoleLogon)]);

    public void Dispose() => _scratch.Dispose();
}
