using Xunit;

namespace Pinfold.Core.Tests.Architecture;

/// <summary>The one run on real Windows: what it shows may not depend on what it showed before.</summary>
public sealed class WorkflowTests
{
    private static readonly string[] Steps = WindowsJob().Split("\n      - ");

    [Fact]
    public void Each_step_that_shows_something_runs_whatever_the_others_said_and_keeps_what_it_shows()
    {
        var evidence = Steps.Where(
            s => s.Contains(" verify", StringComparison.Ordinal) || s.Contains("Tests.exe", StringComparison.Ordinal)
            || s.Contains("dotnet test", StringComparison.Ordinal)).ToArray();
        Assert.True(evidence.Length >= 8, $"{evidence.Length} steps");
        Assert.All(evidence, step =>
        {
            Assert.Contains("if: ${{ !cancelled()", step, StringComparison.Ordinal);
            Assert.Contains("timeout-minutes: ", step, StringComparison.Ordinal);
            Assert.True(step.Contains("evidence/", StringComparison.Ordinal)
                || step.Contains("standard.ps1", StringComparison.Ordinal),
                step);
        });
    }

    [Fact]
    public void Each_mode_is_attacked_as_an_administrator_and_as_a_standard_user()
    {
        foreach (var mode in (string[])["verify --json", "verify --mode elevated --json"])
        {
            var attacks = Steps.Where(s => s.Contains(mode, StringComparison.Ordinal)).ToArray();
            Assert.Single(attacks, s => s.Contains("standard.ps1", StringComparison.Ordinal));
            Assert.Single(attacks, s => !s.Contains("standard.ps1", StringComparison.Ordinal));
        }
    }

    [Fact]
    public void A_pipe_to_a_file_hides_no_failure() =>
        // with pipefail
        Assert.All(Steps.Where(s => s.Contains("| tee", StringComparison.Ordinal)),
            s => Assert.Contains("shell: bash", s, StringComparison.Ordinal));

    [Fact]
    public void All_that_is_kept_is_uploaded_and_the_host_is_put_back_even_when_the_job_is_cancelled()
    {
        var upload = Assert.Single(Steps, s => s.StartsWith("uses: actions/upload-artifact", StringComparison.Ordinal));
        Assert.Contains("path: evidence\n", upload, StringComparison.Ordinal);
        Assert.Contains("if: always()", upload, StringComparison.Ordinal);
        Assert.Contains("if: always()",
            Assert.Single(Steps, s => s.Contains("uninstall --prove", StringComparison.Ordinal)),
            StringComparison.Ordinal);
    }

    [Fact]
    public void The_steps_fit_in_the_limit_of_the_job()
    {
        var limits = WindowsJob().Split('\n').Where(l => l.Contains("timeout-minutes: ", StringComparison.Ordinal))
            .ToLookup(l => l.StartsWith("        ", StringComparison.Ordinal),
                l => int.Parse(l[(l.IndexOf(": ", StringComparison.Ordinal) + 2)..],
                    System.Globalization.CultureInfo.InvariantCulture));
        Assert.True(limits[true].Sum() < Assert.Single(limits[false]), $"{limits[true].Sum()}");
    }

    private static string WindowsJob()
    {
        var text = SourceTree.Read(".github/workflows/ci.yml").Replace("\r\n", "\n", StringComparison.Ordinal);
        return text[text.IndexOf("\n  windows:\n", StringComparison.Ordinal)..];
    }
}
