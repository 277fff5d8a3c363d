using System.Runtime.CompilerServices;
using Xunit;

namespace Pinfold.Core.Tests;

/// <summary>
/// Compares text with <c>CLASS.NAME.approved.txt</c> beside the test. On a difference it writes <c>….received.txt</c>
/// and shows both; with PINFOLD_APPROVE=1 what was received becomes the approved text, for the review of the commit.
/// </summary>
internal static class Approved
{
    internal static void Verify(string received, string name, [CallerFilePath] string test = "")
    {
        received = received.ReplaceLineEndings("\n").TrimEnd('\n') + "\n";
        var place = Path.Combine(Path.GetDirectoryName(test)!, $"{Path.GetFileNameWithoutExtension(test)}.{name}");
        var (approvedFile, receivedFile) = (place + ".approved.txt", place + ".received.txt");
        if (Environment.GetEnvironmentVariable("PINFOLD_APPROVE") == "1") File.WriteAllText(approvedFile, received);
        var approved = File.Exists(approvedFile) ? File.ReadAllText(approvedFile) : "";
        if (approved == received)
        {
            File.Delete(receivedFile);
            return;
        }

        File.WriteAllText(receivedFile, received);
        Assert.Fail($"{Path.GetFileName(approvedFile)} (-) and what was received (+) differ:\n{Difference(approved.Split('\n'), received.Split('\n'))}");
    }

    /// <summary>The part between the common beginning and the common end, with two lines around it.</summary>
    private static string Difference(string[] old, string[] now)
    {
        var start = 0;
        while (start < Math.Min(old.Length, now.Length) && old[start] == now[start]) start++;
        var end = 0;
        while (end < Math.Min(old.Length, now.Length) - start && old[^(end + 1)] == now[^(end + 1)]) end++;
        var lines = new List<string>();
        lines.AddRange(old[Math.Max(0, start - 2)..start].Select(l => "  " + l));
        lines.AddRange(old[start..^end].Select(l => "- " + l));
        lines.AddRange(now[start..^end].Select(l => "+ " + l));
        lines.AddRange(now[^end..].Take(2).Select(l => "  " + l));
        return string.Join('\n', lines);
    }
}
