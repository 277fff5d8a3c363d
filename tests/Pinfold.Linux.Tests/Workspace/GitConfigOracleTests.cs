using System.Diagnostics;
using CsCheck;
using Pinfold.Core.Workspace;
using Pinfold.Linux.Tests.Processes;
using Xunit;

namespace Pinfold.Linux.Tests.Workspace;

/// <summary>The reader against git itself.</summary>
public sealed class GitConfigOracleTests : IDisposable
{
    private static readonly string[] Parts =
    [
        "[a]\n", "[B \"x\"]", "[c.D]\n", "[e \"q\\\"\\\\r\"]\n", "k", "K2", " = ",
        "=", "v", " ", "\t", "\"", "\\", "\\n", "\\\n", "\n", "\n\n", ";", "#",
        "\r\n", "\r", "1", "-", "]", "[", "\u00e9",
    ];

    private static readonly Gen<string> Text = Gen.Int[0, Parts.Length - 1].Array[0, 14]
        .Select(indices => string.Concat(indices.Select(i => Parts[i])));

    private readonly Fence _fence = new();

    public void Dispose() => _fence.Dispose();

    [Fact]
    public void Agrees_with_git_on_generated_texts()
    {
        var file = _fence.Folder + "/config";
        Text.Sample(
            text =>
            {
                File.WriteAllText(file, text);
                Assert.Equal(Spaces(Git(file)), Spaces(Ours(text)));
            },
            iter: 400, threads: 1);
    }

    /// <summary>Older versions of git read a tab inside a value as a space.</summary>
    private static string Spaces(string text) => text.Replace('\t', ' ').Replace('\r', ' ');

    private static string Ours(string text) =>
        GitConfig.Parse(text) is not { } settings ? "malformed" : string.Concat(settings.Select(s =>
            $"{s.Section}{(s.Subsection is null ? "" : "." + s.Subsection)}{(s.Section.Length == 0 ? "" : ".")}{s.Key}{(s.Value is null ? "" : "\n" + s.Value)}\0"));

    private static string Git(string file)
    {
        var start = new ProcessStartInfo("git", ["config", "--file", file, "--list", "-z"])
        {
            UseShellExecute = false, RedirectStandardOutput = true,
            RedirectStandardError = true, StandardOutputEncoding = System.Text.Encoding.UTF8,
        };
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.NotNull(error.Result);
        return process.ExitCode == 0 ? output : "malformed";
    }
}
