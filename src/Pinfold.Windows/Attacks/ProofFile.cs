using System.Globalization;
using System.Text;
using Pinfold.Core.Hashing;
using Pinfold.Core.Paths;
using Pinfold.Core.Planning.Windows;

namespace Pinfold.Windows.Attacks;

/// <summary>
/// The newest proofs, one key on each line, in the state folder, which is hidden inside the fence. A damaged file has no key that fits, and
/// proving again is the answer to every doubt.
/// </summary>
internal sealed class ProofFile(CanonicalPath state)
{
    private const int Kept = 16;
    private readonly string _path = $@"{WindowsPath.ToWin32(state)}\proof.txt";

    /// <summary>Everything that a proof depends on, as one word; files are told by size and times.</summary>
    internal static string Key(WindowsHostFacts facts, WindowsPlan plan, string program)
    {
        var file = new FileInfo(program);
        var text = new StringBuilder().Append(CultureInfo.InvariantCulture, $"{program} {file.Length} {file.LastWriteTimeUtc.Ticks} {file.CreationTimeUtc.Ticks}\n")
            .Append(CultureInfo.InvariantCulture, $"build {facts.Build} session {facts.TerminalSession} user {facts.User} level {facts.Token.IntegrityLevel}\n")
            .Append(CultureInfo.InvariantCulture, $"privileges {facts.Token.Privileges}\n");
        foreach (var volume in facts.Volumes) text.Append(CultureInfo.InvariantCulture, $"{volume}\n");
        foreach (var step in plan.Steps) text.Append(Shape(step)).Append('\n');
        return Sha256.Hex(Encoding.UTF8.GetBytes(text.ToString()));
    }

    internal bool Contains(string key)
    {
        try
        {
            return File.Exists(_path) && File.ReadLines(_path).Take(Kept).Contains(key, StringComparer.Ordinal);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>Adds a proof; the oldest one makes room. Written whole, so that a kill leaves the old or the new file.</summary>
    internal void Add(string key)
    {
        string[] old = File.Exists(_path) ? [.. File.ReadLines(_path).Take(Kept - 1)] : [];
        var temporary = $"{_path}.{Environment.ProcessId}";
        File.WriteAllLines(temporary, [key, .. old]);
        File.Move(temporary, _path, overwrite: true);
    }

    /// <summary>What a step does, without the names of files and sessions.</summary>
    private static string Shape(WindowsStep step) => step switch
    {
        WindowsStep.CreateJob s => s.Describe(),
        WindowsStep.CreateToken s => $"token {s.Flags} {s.Level} {s.RestrictingSids.Length} {s.DenyOnly.Length}",
        WindowsStep.LogOn s => $"account {s.Account.Sid} {s.Flags} {s.Level} {s.Groups.Length} {s.RestrictingSids.Length}",
        WindowsStep.GrantRoot s => $"grant {s.Entry.Type} {s.Entry.Mask} {s.Entry.Flags}",
        WindowsStep.LabelRoot s => $"label {s.Label}",
        WindowsStep.DenyName s => $"deny {s.Entry.Mask} {s.Entry.Flags}",
        WindowsStep.LabelName s => $"name {s.Label}",
        WindowsStep.HideSecret s => $"hide {s.Label}",
        _ => step.GetType().Name,
    };
}
