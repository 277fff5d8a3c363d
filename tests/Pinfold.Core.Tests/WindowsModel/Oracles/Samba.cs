using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using Xunit;

namespace Pinfold.Core.Tests.WindowsModel.Oracles;

/// <summary>Samba's own code, asked through its Python bindings: who wrote it knows nothing of ours.</summary>
internal sealed class Samba : IDisposable
{
    private readonly Process _process;

    private Samba(Process process) => _process = process;

    /// <summary>Starts it, or skips the test where Debian's python3-samba is not installed.</summary>
    internal static Samba Start([CallerFilePath] string file = "")
    {
        using (var probe = Run("-c", "import samba"))
        {
            probe.StandardInput.Close();
            probe.WaitForExit();
            Assert.SkipWhen(probe.ExitCode != 0 && !MustBeHere, "python3-samba is not installed");
            Assert.True(probe.ExitCode == 0,
                "python3-samba is not installed, and CI is set without PINFOLD_NO_PACKAGES: here it must be");
        }

        return new(Run(Path.Combine(Path.GetDirectoryName(file)!, "samba_oracle.py")));
    }

    /// <summary>What Samba says; null where it refuses, with its reason in <paramref name="error"/>.</summary>
    internal JsonNode? Ask(JsonObject question, out string error)
    {
        _process.StandardInput.WriteLine(question.ToJsonString());
        _process.StandardInput.Flush();
        var reply =
            JsonNode.Parse(_process.StandardOutput.ReadLine()
                ?? throw new InvalidOperationException(_process.StandardError.ReadToEnd()))!;
        error = (string?)reply["error"] ?? "";
        return reply["answer"];
    }

    internal JsonNode Ask(JsonObject question) =>
        Ask(question, out var error) ?? throw new InvalidOperationException($"{error}: {question.ToJsonString()}");

    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
    }

    private static bool MustBeHere => Environment.GetEnvironmentVariable("CI") is { Length: > 0 }
        && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("PINFOLD_NO_PACKAGES"));

    private static Process Run(params string[] arguments) =>
        Process.Start(new ProcessStartInfo("/usr/bin/python3", arguments)
        {
            UseShellExecute = false, RedirectStandardInput = true,
            RedirectStandardOutput = true, RedirectStandardError = true,
        })!;
}
