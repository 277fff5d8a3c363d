using System.Globalization;
using System.Text;
using Pinfold.Core.Hashing;
using Pinfold.Core.Planning.Windows;
using Pinfold.Windows.Host;

namespace Pinfold.Windows.Attacks;

/// <summary>The newest proofs, one key for each.</summary>
internal sealed class ProofFile(WindowsHostFacts facts)
{
    private readonly HostMemory _memory = new(facts.State, "proof.txt", facts.User);

    /// <summary>Everything that a proof depends on, as one word; files are told by size and times.</summary>
    internal static string Key(WindowsHostFacts facts, WindowsPlan plan, string program)
    {
        var file = new FileInfo(program);
        var text = new StringBuilder().Append(CultureInfo.InvariantCulture,
            $"{program} {file.Length} {file.LastWriteTimeUtc.Ticks} {file.CreationTimeUtc.Ticks}\n")
            .Append(CultureInfo.InvariantCulture,
                $"build {facts.Build} session {facts.TerminalSession} user {facts.User} level {facts.Token.IntegrityLevel}\n")
            .Append(CultureInfo.InvariantCulture, $"privileges {facts.Token.Privileges}\n");
        foreach (var volume in facts.Volumes) text.Append(CultureInfo.InvariantCulture, $"{volume}\n");
        foreach (var step in plan.Steps) text.Append(Shape(step)).Append('\n');
        return Sha256.Hex(Encoding.UTF8.GetBytes(text.ToString()));
    }

    internal bool Contains(string key) => _memory.Contains(key);

    internal void Add(string key) => _memory.Add(key);

    /// <summary>What a step does, without the names of files and sessions.</summary>
    private static string Shape(WindowsStep step) => step switch
    {
        WindowsStep.CreateJob s => s.Describe(),
        WindowsStep.CreateToken s => $"token {s.Flags} {s.Level} {s.RestrictingSids.Length} {s.DenyOnly.Length}",
        WindowsStep.LogOn s =>
            $"account {s.Account.Sid} {s.Flags} {s.Level} {s.Groups.Length} {s.RestrictingSids.Length}",
        WindowsStep.GrantRoot s => $"grant {s.Entry.Type} {s.Entry.Mask} {s.Entry.Flags}",
        WindowsStep.LabelRoot s => $"label {s.Label}",
        WindowsStep.DenyName s => $"deny {s.Entry.Mask} {s.Entry.Flags}",
        WindowsStep.LabelName s => $"name {s.Label}",
        WindowsStep.HideSecret s => $"hide {s.Label}",
        _ => step.GetType().Name,
    };
}
