using Pinfold.Windows.Attacks;
using Pinfold.Windows.FileAccess;
using Pinfold.Windows.Native;
using Xunit;

namespace Pinfold.Windows.Tests.FileAccess;

/// <summary>Level of evidence: Wine, where nothing else is said.</summary>
public sealed class TreeRemovalTests
{
    [WindowsFact]
    public void A_tree_goes_with_what_is_marked_against_deleting()
    {
        using var scratch = new Scratch();
        var tree = scratch.Make(@"tree\a\b");
        scratch.Write(@"tree\a\b\file");
        File.SetAttributes(scratch.Write(@"tree\a\read-only"), FileAttributes.ReadOnly);
        File.SetAttributes(scratch.Write(@"tree\hidden"), FileAttributes.Hidden | FileAttributes.System);
        scratch.Write("beside");
        TreeRemoval.Remove(scratch["tree"]);
        Assert.False(Path.Exists(scratch["tree"]));
        Assert.True(File.Exists(scratch["beside"]));
        Assert.Throws<NativeException>(() => TreeRemoval.Remove(scratch["tree"]));
        GC.KeepAlive(tree);
    }

    [WindowsFact]
    public void A_deep_tree_goes()
    {
        using var scratch = new Scratch();
        var path = scratch["deep"];
        for (var i = 0; i < 400; i++) path += @"\d";
        Directory.CreateDirectory(path);
        TreeRemoval.Remove(scratch["deep"]);
        Assert.False(Path.Exists(scratch["deep"]));
    }

    /// <summary>
    /// Each name is opened in the handle of its folder, and never by its path, on which a folder could become a
    /// junction.
    /// </summary>
    [WindowsFact]
    public void No_name_is_opened_by_its_path()
    {
        using var scratch = new Scratch();
        scratch.Make(@"tree\a");
        scratch.Write(@"tree\a\file");
        using var recorder = Recorder.Start();
        recorder.Name(scratch.Folder, "SCRATCH");
        TreeRemoval.Remove(scratch["tree"]);
        Assert.Equal(
            [@"CreateFileW(""\\?\SCRATCH""", @"NtCreateFile(file#1, ""tree""", @"NtCreateFile(file#1, ""tree""",
                @"NtCreateFile(file#3, ""a""", @"NtCreateFile(file#3, ""a""", @"NtCreateFile(file#5, ""file"""],
            recorder.Lines.Where(l => l.Contains("CreateFile", StringComparison.Ordinal))
                .Select(l => string.Join(',', l.Split(',').Take(l[0] == 'N' ? 2 : 1))),
            StringComparer.Ordinal);
    }

    [RealWindowsFact("makes no junctions")]
    public void A_junction_goes_and_what_it_leads_to_stays()
    {
        using var scratch = new Scratch();
        scratch.Make(@"outside\deep");
        scratch.Write(@"outside\deep\file");
        scratch.Make("tree");
        FileCalls.Junction(scratch[@"tree\junction"], $@"{scratch.Folder}\outside");
        TreeRemoval.Remove(scratch["tree"]);
        Assert.False(Path.Exists(scratch["tree"]));
        Assert.True(File.Exists(scratch[@"outside\deep\file"]));
    }
}
