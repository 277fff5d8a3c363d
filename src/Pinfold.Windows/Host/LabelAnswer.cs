using System.Globalization;
using System.Security;
using System.Text;
using Microsoft.Win32;
using Pinfold.Core.Hashing;
using Pinfold.Core.Paths;
using Pinfold.Core.Planning.Windows;

namespace Pinfold.Windows.Host;

/// <summary>
/// The answer of <see cref="LabelTrial"/>, kept beside the self-proof: the trial makes files and asks with another
/// token, which a start need not pay for twice. A word stands for what was asked and what was said together, so that no
/// damage turns one answer into the other.
/// </summary>
internal static class LabelAnswer
{
    private const string Name = "trials.txt";

    /// <summary>The remembered answer, else the system's, which is remembered if it is one.</summary>
    /// <param name="facts">What is known of the host.</param>
    /// <param name="roots">The roots.</param>
    /// <param name="isElevated">The mode.</param>
    internal static bool? Of(WindowsHostFacts facts, IEnumerable<CanonicalPath> roots, bool isElevated) =>
        Of(new(facts.State, Name, facts.User), Key(facts, roots, isElevated),
            () => LabelTrial.LetsLowerIn(facts.Token, facts.Temp));

    /// <summary>As above, of any question.</summary>
    internal static bool? Of(HostMemory memory, string key, Func<bool?> ask)
    {
        var (words, yes, no) = (memory.Words(), Word(key, true), Word(key, false));
        var (isYes, isNo) = (words.Contains(yes, StringComparer.Ordinal), words.Contains(no, StringComparer.Ordinal));
        if (isYes != isNo) return isYes;
        if (ask() is not { } answer) return null;
        try
        {
            memory.Add(answer ? yes : no);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return answer; // the next start asks again
        }

        return answer;
    }

    /// <summary>
    /// Everything that the answer may depend on: the system with its updates, who asks, where files are made, the mode,
    /// and the program.
    /// </summary>
    internal static string Key(WindowsHostFacts facts, IEnumerable<CanonicalPath> roots, bool isElevated)
    {
        var program = new FileInfo(Environment.ProcessPath!);
        var text = new StringBuilder()
            .Append(CultureInfo.InvariantCulture, $"{program.FullName} {program.Length} ")
            .Append(CultureInfo.InvariantCulture, $"{program.LastWriteTimeUtc.Ticks} {program.CreationTimeUtc.Ticks}\n")
            .Append(CultureInfo.InvariantCulture, $"build {facts.Build} update {Update()} elevated {isElevated}\n")
            .Append(CultureInfo.InvariantCulture,
                $"user {facts.User} level {facts.Token.IntegrityLevel} privileges {facts.Token.Privileges}\n");
        foreach (var volume in roots.Prepend(facts.Temp).Select(facts.VolumeOf).Distinct())
            text.Append(CultureInfo.InvariantCulture, $"{volume}\n");
        return text.ToString();
    }

    private static string Word(string key, bool answer) => Sha256.Hex(Encoding.UTF8.GetBytes($"{key}{answer}"));

    /// <summary>The update of the build (UBR), which GetVersion does not tell.</summary>
    private static int Update()
    {
        try
        {
            using var key = Registry.LocalMachine.OpenSubKey(@"SOFTWARE\Microsoft\Windows NT\CurrentVersion");
            return key?.GetValue("UBR") as int? ?? 0;
        }
        catch (Exception e) when (e is IOException or SecurityException or UnauthorizedAccessException)
        {
            return 0;
        }
    }
}
