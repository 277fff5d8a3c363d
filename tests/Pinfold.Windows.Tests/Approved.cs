using Xunit;

namespace Pinfold.Windows.Tests;

/// <summary>
/// Compares text with the embedded <c>NAME.approved.txt</c>; on a difference it prints what was received, to be read
/// and put there.
/// </summary>
internal static class Approved
{
    internal static void Verify(IEnumerable<string> lines, string name)
    {
        var received = string.Join('\n', lines) + "\n";
        using var stream = typeof(Approved).Assembly.GetManifestResourceStream(name + ".approved.txt");
        var approved = stream is null ? "" : new StreamReader(stream).ReadToEnd().ReplaceLineEndings("\n");
        if (approved != received) Assert.Fail($"{name}.approved.txt differs; received:\n{received}<<<\n");
    }
}
