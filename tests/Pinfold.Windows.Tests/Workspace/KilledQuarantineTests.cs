using System.Diagnostics;
using System.Globalization;
using Xunit;

namespace Pinfold.Windows.Tests.Workspace;

/// <summary>
/// Level of evidence: Wine, whose files and ends of processes are real. Of descriptors it keeps what mode bits can say,
/// here whether everybody may write; the folder of the session lets nobody but its owner write, and the workspace lets
/// everybody.
/// </summary>
public sealed class KilledQuarantineTests
{
    private const int Killed = -1;
    private static readonly string[] Names = ["", @"\deep", @"\deep\tasks.json"];

    [WindowsFact]
    public void Killed_at_each_change_on_the_way_into_the_quarantine_the_next_audit_closes_what_came_open()
    {
        var open = 0;
        for (var moment = 0; ; moment++)
        {
            using var folder = new AuditedFolder();
            folder.Learn();
            var isKilled = IsKilled("take", folder, moment);
            using var after = new AuditedFolder(folder.Folder, sessions: 2);
            if (!isKilled)
            {
                Assert.InRange(moment, 5, 30);
                break;
            }

            Assert.Equal([after.Session], after.Auditor.Owed());
            var item = $@"{folder.Folder}\state\sessions\2\quarantine\1\item";
            if (Path.Exists(item) && Array.Exists(Names, n => AuditedFolder.IsOpen(item + n))) open++;
            after.Auditor.RunOwed(after.Session);
            Assert.Empty(after.Auditor.Owed());
            Assert.False(Path.Exists(folder[@"a\.vscode"]));
            var kept = Assert.Single(after.Quarantine.List());
            item = $@"{folder.Folder}\state\sessions\2\quarantine\{kept.Id}\item";
            Assert.Equal("{}", File.ReadAllText(item + Names[^1]));
            Assert.DoesNotContain(Names, n => AuditedFolder.IsOpen(item + n));
        }

        Assert.InRange(open, 1, 30); // the control: without the audit it stays so
    }

    [WindowsFact]
    public void Killed_at_each_change_on_its_way_back_an_item_is_back_as_its_folder_is_or_still_there()
    {
        var closed = 0;
        for (var moment = 0; ; moment++)
        {
            using var folder = new AuditedFolder();
            folder.Learn();
            var taken = Assert.Single(folder.Command(() => KilledQuarantine.Make(folder)).Quarantined);
            folder.Open("a");
            var isKilled = IsKilled("restore", folder, moment);
            if (!isKilled)
            {
                Assert.InRange(moment, 5, 30);
                break;
            }

            Assert.Equal([folder.Session], folder.Auditor.Owed());
            var isBack = Path.Exists(folder[@"a\.vscode"]);
            if (isBack && Array.Exists(Names, n => !AuditedFolder.IsOpen(folder[@"a\.vscode" + n]))) closed++;
            Assert.Equal(isBack ? [taken.Origin] : [], folder.Auditor.RunOwed(folder.Session).Learned);
            Assert.Empty(folder.Auditor.Owed());
            Assert.Equal(isBack ? [] : [taken], folder.Quarantine.List());
            if (!isBack) folder.Auditor.Restore(folder.Quarantine, taken.Id);
            Assert.Equal("{}", File.ReadAllText(folder[@"a\.vscode" + Names[^1]]));
            Assert.All(Names, n => Assert.True(AuditedFolder.IsOpen(folder[@"a\.vscode" + n])));
            Assert.Empty(folder.Command(() => { }).Quarantined); // it is known
        }

        Assert.InRange(closed, 1, 30); // the control
    }

    private static bool IsKilled(string verb, AuditedFolder folder, int moment)
    {
        var start = new ProcessStartInfo(Inside.Program, ["--inside", "quarantine",
            verb, folder.Folder, moment.ToString(CultureInfo.InvariantCulture)]) { UseShellExecute = false };
        using var process = Process.Start(start)!;
        process.WaitForExit();
        Assert.Contains(process.ExitCode, new[] { 0, Killed });
        return process.ExitCode == Killed;
    }
}
