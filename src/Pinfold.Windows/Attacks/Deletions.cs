using Pinfold.Windows.Native;
using static Pinfold.Windows.Attacks.FileCalls;

namespace Pinfold.Windows.Attacks;

/// <summary>Deleting and renaming what lies outside, and the root itself.</summary>
internal static class Deletions
{
    internal static IEnumerable<AttackCode> Codes =>
    [
        new("delete-outside", a => Delete(a, a.Outside + @"\file"), Gone(@"outside\file")),
        new("delete-outside-by-folder", a => Delete(a, a.Outside + @"\kept"), Gone(@"outside\kept")) { Prepare = Kept },
        new("delete-outside-posix", Posix, Gone(@"outside\file")),
        new("delete-outside-on-close", OnClose, Gone(@"outside\file")),
        new("delete-outside-folder",
            Run: a => a.Try("RemoveDirectoryW", Kernel32.RemoveDirectoryW(a.Outside + @"\folder")),
            Worked: Gone(@"outside\folder"))
        {
            Prepare = s => s.Make(@"outside\folder"),
        },
        new("delete-in-low-folder",
            Run: a => Delete(a, a.Home + @"\AppData\LocalLow\kept"),
            Worked: Gone(@"home\AppData\LocalLow\kept"))
        {
            Prepare = Low,
        },
        new("rename-outside", a => Move(a, a.Outside + @"\file", a.Outside + @"\moved"), There(@"outside\moved")),
        new("rename-outside-into-workspace",
            Run: a => Move(a, a.Outside + @"\file", a.Workspace + @"\taken"),
            Worked: Gone(@"outside\file")),
        new("rename-workspace-file-outside",
            Run: a => Move(a, a.Workspace + @"\file", a.Outside + @"\put"),
            Worked: There(@"outside\put")),
        new("rename-over-outside",
            Run: a => Move(a, Prepare(a.Workspace + @"\evil"), a.Outside + @"\file",
                Kernel32.MOVEFILE_REPLACE_EXISTING),
            Worked: OutsideWrites.Changed),
        new("replace-outside",
            Run: a => a.Try("ReplaceFileW",
                Kernel32.ReplaceFileW(a.Outside + @"\file", Prepare(a.Workspace + @"\evil"), null, 0, 0, 0)),
            Worked: OutsideWrites.Changed),
        new("rename-outside-folder",
            Run: a => Move(a, a.Outside + @"\folder", a.Outside + @"\moved"),
            Worked: There(@"outside\moved"))
        {
            Prepare = s => s.Put(@"outside\folder\file", Scene.Untouched),
        },
        new("rename-workspace", a => Move(a, a.Workspace, a.Home + @"\moved"), There(@"home\moved"))
            { Denials = AttackCode.Held, Folder = s => s.Outside },
        new("rename-above-workspace", a => Move(a, a.Home, a.Home + "-moved"), There("home-moved"))
            { Denials = AttackCode.Held, Folder = s => s.Outside },
    ];

    /// <summary>The file denies it, its folder does not.</summary>
    private static void Kept(Scene scene)
    {
        scene.Put(@"outside\kept", Scene.Untouched);
        scene.Secure(@"outside\kept", "D:P(A;;FR;;;WD)");
    }

    private static void Low(Scene scene)
    {
        scene.Make(@"home\AppData\LocalLow");
        scene.Secure(@"home\AppData\LocalLow", "S:(ML;OICI;NW;;;LW)");
        scene.Put(@"home\AppData\LocalLow\kept", Scene.Untouched);
    }

    private static void Posix(Attempt a)
    {
        var file = Kernel32.Open(a.Outside + @"\file", Kernel32.DELETE);
        if (a.TryFile("CreateFileW", file))
            a.Try("FileDispositionInfoEx", Kernel32.Set(file, FileDispositionInfoEx, BitConverter.GetBytes(
                Kernel32.FILE_DISPOSITION_FLAG_DELETE | Kernel32.FILE_DISPOSITION_FLAG_POSIX_SEMANTICS)));
    }

    private static void OnClose(Attempt a)
    {
        var file = Kernel32.Open(a.Outside + @"\file", Kernel32.DELETE, flags: Kernel32.FILE_FLAG_DELETE_ON_CLOSE);
        if (a.TryFile("CreateFileW", file)) _ = Kernel32.CloseHandle(file);
    }
}
