using Pinfold.Core.Paths;
using Pinfold.Core.Planning;
using Pinfold.Core.WindowsModel;
using Pinfold.Windows.FileAccess;
using Pinfold.Windows.Host;
using Pinfold.Windows.Tests.Workspace;
using Pinfold.Windows.Workspace;
using Xunit;

namespace Pinfold.Windows.Tests.FileAccess;

/// <summary>
/// Paths of more than MAX_PATH (260) characters. Level of evidence: Wine; the CLI takes them to 4,095 bytes.
/// </summary>
public sealed class LongPathTests
{
    private static readonly string Deep = string.Join('\\', Enumerable.Repeat(new string('d', 60), 10));

    [RealWindowsFact(
        "tells the kernel's name of a file up to 260 characters (GetFinalPathNameByHandle: ERROR_MORE_DATA)")]
    public void A_long_path_is_looked_at_held_hardened_walked_and_removed()
    {
        using var scratch = new Scratch();
        var folder = scratch[$@"top\{Deep}"];
        Assert.InRange(folder.Length, 600, 1200);
        Directory.CreateDirectory(folder);
        File.WriteAllText($@"{folder}\file", "x");
        var path = WindowsPath.Parse($@"{scratch.Folder}\top\{Deep}");
        var facts = PathProbe.Look(path)!;
        Assert.Equal((path, PathKind.Directory),
            (facts.Path, facts.Kind), EqualityComparer<(CanonicalPath, PathKind)>.Create(
                (a, b) => WindowsPathComparer.Instance.Equals(a.Item1, b.Item1) && a.Item2 == b.Item2));
        var identity = new FileIdentity(facts.VolumeSerial, facts.FileId);
        using (var pins = new Pins())
        {
            pins.Hold(WindowsPath.ToExtended(path), identity);
            Assert.ThrowsAny<IOException>(() => Directory.Move(folder, scratch["moved"]));
        }

        Directory.Move(folder, scratch["moved"]); // the control: nothing else holds it
        Directory.Move(scratch["moved"], folder);
        using (var ledger = LedgerFile.Open(new MemoryStream()))
        {
            var top = scratch["top"];
            using var item = new NativeSecurityStore().Open(top, ItemAccess.Read)!;
            Assert.Empty(new Hardening(new NativeSecurityStore(), ledger)
                .EnsureEntry(top, item.Identity, KilledHardening.ForFolder));
            Assert.Contains(Dacl($@"{folder}\file").Aces, a => a.Sid == WellKnownSids.Everyone);
        }

        TreeRemoval.Remove(scratch["top"]);
        Assert.False(Directory.Exists(scratch["top"]));
    }

    [RealWindowsFact(
        "tells the kernel's name of a file up to 260 characters (GetFinalPathNameByHandle: ERROR_MORE_DATA)")]
    public void A_hand_off_at_the_end_of_a_long_path_is_found_quarantined_and_comes_back()
    {
        using var folder = new AuditedFolder();
        folder.Learn();
        var name = $@"{Deep}\.vscode\tasks.json";
        var result = folder.Command(() =>
        {
            Directory.CreateDirectory($@"\\?\{folder[$@"{Deep}\.vscode"]}");
            File.WriteAllText($@"\\?\{folder[name]}", "{}");
        });
        Assert.Empty(result.Problems);
        var item = Assert.Single(result.Quarantined);
        Assert.False(File.Exists($@"\\?\{folder[name]}"));
        folder.Auditor.Restore(folder.Quarantine, item.Id);
        Assert.Equal("{}", File.ReadAllText($@"\\?\{folder[name]}"));
    }

    [WindowsFact]
    public void What_lies_at_long_paths_is_removed_by_handle()
    {
        using var scratch = new Scratch();
        Directory.CreateDirectory(scratch[$@"top\{Deep}"]);
        File.WriteAllText(scratch[$@"top\{Deep}\file"], "x");
        TreeRemoval.Remove(scratch["top"]);
        Assert.Empty(Directory.EnumerateFileSystemEntries(scratch.Folder));
    }

    /// <summary>
    /// Where a name cannot be opened by its path, nobody can say that it is the user's: it is told, and never learned.
    /// </summary>
    [WineFact]
    public void A_hand_off_that_cannot_be_opened_by_its_path_is_told()
    {
        using var folder = new AuditedFolder();
        folder.Learn();
        var result = folder.Command(() => Directory.CreateDirectory($@"\\?\{folder[$@"{Deep}\.vscode"]}"));
        Assert.Equal(folder.At($"{Deep.Replace('\\', '/')}/.vscode"), Assert.Single(result.Problems).Path);
        Assert.Empty(result.Learned);
        Assert.Empty(result.Quarantined);
        TreeRemoval.Remove(WindowsPath.ToExtended(folder.Root));
    }

    private static Acl Dacl(string path)
    {
        using var item = new NativeSecurityStore().Open(path, ItemAccess.Read)!;
        return item.Read().Dacl!;
    }
}
