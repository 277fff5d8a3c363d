using Pinfold.Core.Attacks;
using Pinfold.Windows.Attacks;
using Pinfold.Windows.Tests.FileAccess;
using Xunit;

namespace Pinfold.Windows.Tests.Attacks;

/// <summary>Level of evidence: Wine. Controls are real where Wine can make them; nothing here says that the fence confines.</summary>
public sealed class AttackRunnerTests
{
    [WineFact]
    public void Where_nothing_is_confined_every_attack_counts_as_not_run_and_the_report_does_not_hold()
    {
        using var scratch = new Scratch();
        var report = Runner(scratch).RunAll([.. Named("write-outside-create", "net-tcp", "secret-read")]);
        Assert.NotNull(report.NotConfined);
        Assert.All(report.Results, r => Assert.Equal(AttackOutcome.NotRun, r.Outcome));
        Assert.False(report.Holds);
        Assert.Equal(64, report.PolicyHash.Length);
    }

    [WindowsFact]
    public void Scenes_leave_nothing_behind()
    {
        using var scratch = new Scratch();
        Runner(scratch).WhyNotControlled(AttackCodes.ByName["write-profile"]);
        Assert.Empty(Directory.EnumerateFileSystemEntries(scratch.Folder));
        Assert.Empty(Directory.EnumerateFileSystemEntries(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), "pinfold-*"));
    }

    private static AttackRunner Runner(Scratch scratch) => new([Inside.Program, "--inside", "attack"], scratch.Folder);

    private static IEnumerable<Attack> Named(params string[] names) => names.Select(n => WindowsAttacks.Find(n)!);
}
