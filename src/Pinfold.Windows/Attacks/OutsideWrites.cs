using Pinfold.Core.Policy;
using Pinfold.Windows.Native;
using static Pinfold.Windows.Attacks.FileCalls;

namespace Pinfold.Windows.Attacks;

/// <summary>Changing what lies outside the writable roots.</summary>
internal static class OutsideWrites
{
    internal static IEnumerable<AttackCode> Codes =>
    [
        new("write-outside-create", a => Create(a, a.Outside + @"\new"), There(@"outside\new")),
        new("write-outside-append", a => Fill(a, a.Outside + @"\file"), Changed),
        new("write-outside-overwrite",
            Run: a => a.TryFile("CreateFileW",
                Kernel32.Open(a.Outside + @"\file", Kernel32.GENERIC_WRITE, Kernel32.CREATE_ALWAYS)),
            Worked: Changed),
        new("write-outside-folder",
            Run: a => a.Try("CreateDirectoryW", Kernel32.MakeFolder(a.Outside + @"\folder")),
            Worked: There(@"outside\folder")),
        new("write-outside-maximum-allowed", Maximum, Changed),
        new("write-outside-attributes",
            Run: a => a.Try("SetFileAttributesW",
                Kernel32.SetFileAttributesW(a.Outside + @"\file", Kernel32.FILE_ATTRIBUTE_HIDDEN)),
            Worked: s => File.GetAttributes(s.At(@"outside\file")).HasFlag(FileAttributes.Hidden)),
        new("write-outside-times", Times, s => File.GetLastWriteTimeUtc(s.At(@"outside\file")).Year == 2001),
        new("write-outside-access-list",
            Run: a => a.Try("SetFileSecurityW",
                Advapi32.SetFileSecurity(a.Outside + @"\file", Advapi32.DACL_SECURITY_INFORMATION, OpenToAll)),
            Worked: s => IsOpenToAll(s, @"outside\file")),
        new("write-outside-owner",
            Run: a => a.TryFile("CreateFileW WRITE_OWNER", Kernel32.Open(a.Outside + @"\file", Kernel32.WRITE_OWNER)),
            Worked: s => s.Report.Succeeded),
        new("write-outside-stream",
            Run: a => Fill(a, a.Outside + @"\file:pinfold", Kernel32.OPEN_ALWAYS),
            Worked: s => CanOpen(s.At(@"outside\file:pinfold"))),
        new("write-outside-reparse-point", Reparse, s => IsJunction(s, @"outside\folder"))
            { Prepare = s => s.Make(@"outside\folder") },
        new("write-outside-compression",
            Run: Compress,
            Worked: s => File.GetAttributes(s.At(@"outside\file")).HasFlag(FileAttributes.Compressed)),
        new("write-outside-by-id", ById, Changed) { Prepare = s => s.Tell("number", IdOf(s.At(@"outside\file"))) },
        new("write-outside-nt-name", ByNtName, Changed),
        new("write-read-only-create", a => Create(a, a.Workspace + @"\new"), There(@"home\ws\new"))
            { Policy = ReadOnly },
        new("write-read-only-append", a => Fill(a, a.Workspace + @"\kept"), Marked(@"home\ws\kept"))
            { Prepare = s => s.Put(@"home\ws\kept", Scene.Untouched), Policy = ReadOnly },
        new("write-low-folder", a => Create(a, a.Outside + @"\low\new"), There(@"outside\low\new"))
            { Prepare = s => Folder(s, "S:(ML;OICI;NW;;;LW)") },
        new("write-folder-of-everyone", a => Create(a, a.Outside + @"\low\new"), There(@"outside\low\new"))
            { Prepare = s => Folder(s, "D:P(A;OICI;FA;;;WD)") },
        new("write-user-policy",
            Run: a => Fill(a, a.Home + @"\AppData\Roaming\pinfold\policy.toml"),
            Worked: Marked(@"home\AppData\Roaming\pinfold\policy.toml"))
        {
            Prepare = s => s.Put(@"home\AppData\Roaming\pinfold\policy.toml", Scene.Untouched),
        },
        new("write-own-state", a => Create(a, a["state"] + @"\proof.json"), There(@"state\proof.json")),
        new("write-own-program",
            Run: a => Fill(a, a.Home + @"\AppData\Local\Programs\pinfold\pinfold.exe"),
            Worked: Marked(@"home\AppData\Local\Programs\pinfold\pinfold.exe"))
        {
            Prepare = s => s.Put(@"home\AppData\Local\Programs\pinfold\pinfold.exe", Scene.Untouched),
        },
    ];

    internal static bool Changed(Scene scene) => !scene.OutsideIsUntouched;

    private static SandboxPolicy ReadOnly(SandboxPolicy policy) =>
        policy with { Profile = Profile.ReadOnly, Write = [] };

    private static void Folder(Scene scene, string sddl)
    {
        scene.Make(@"outside\low");
        scene.Secure(@"outside\low", sddl);
    }

    /// <summary>A fence lets it open the file for reading, and then there is nothing to write with.</summary>
    private static void Maximum(Attempt a)
    {
        var file = a.GateFile("CreateFileW", Kernel32.Open(a.Outside + @"\file", Kernel32.MAXIMUM_ALLOWED));
        a.Try("WriteFile", Kernel32.Write(file, "x"u8) ? 1 : 0);
    }

    private static unsafe void Times(Attempt a)
    {
        var file = Kernel32.Open(a.Outside + @"\file", Kernel32.FILE_WRITE_ATTRIBUTES);
        if (!a.TryFile("CreateFileW", file)) return;
        var time = new DateTime(2001, 6, 1, 0, 0, 0, DateTimeKind.Utc).ToFileTimeUtc();
        a.Try("SetFileTime", Kernel32.SetFileTime(file, null, null, &time));
    }

    private static void Reparse(Attempt a)
    {
        var folder = Kernel32.Open(a.Outside + @"\folder", Kernel32.GENERIC_WRITE, flags: NoFollow);
        if (a.TryFile("CreateFileW", folder)) a.Try("FSCTL_SET_REPARSE_POINT", ToJunction(folder, a.Workspace));
    }

    private static void Compress(Attempt a)
    {
        var file = Kernel32.Open(a.Outside + @"\file",
            Kernel32.FILE_READ_DATA | Kernel32.FILE_WRITE_DATA | Kernel32.SYNCHRONIZE);
        if (a.TryFile("CreateFileW", file))
            a.Try("FSCTL_SET_COMPRESSION", Kernel32.Control(file, Kernel32.FSCTL_SET_COMPRESSION, [1, 0]));
    }

    private static void ById(Attempt a)
    {
        var near = Attempt.NeedFile("CreateFileW",
            Kernel32.Open(a.Workspace, 0, flags: Kernel32.FILE_FLAG_BACKUP_SEMANTICS));
        var file = Kernel32.OpenById(near, a.Address("number"), Kernel32.FILE_APPEND_DATA | Kernel32.SYNCHRONIZE);
        if (a.TryFile("OpenFileById", file)) a.Try("WriteFile", Kernel32.Write(file, "x"u8) ? 1 : 0);
    }

    private static void ByNtName(Attempt a)
    {
        if (a.TryCode("NtCreateFile",
            Ntdll.Open($@"\??\{a.Outside}\file", Kernel32.FILE_APPEND_DATA, Ntdll.FILE_OPEN, 0, out var file)))
            a.Try("WriteFile", Kernel32.Write(file, "x"u8) ? 1 : 0);
    }
}
