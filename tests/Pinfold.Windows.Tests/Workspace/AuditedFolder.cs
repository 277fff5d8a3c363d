using System.Collections.Immutable;
using Pinfold.Core.Paths;
using Pinfold.Core.WindowsModel;
using Pinfold.Core.WindowsModel.Rights;
using Pinfold.Core.Workspace;
using Pinfold.Windows.FileAccess;
using Pinfold.Windows.Host;
using Pinfold.Windows.Tests.FileAccess;
using Pinfold.Windows.Workspace;

namespace Pinfold.Windows.Tests.Workspace;

/// <summary>
/// A writable folder whose commands are audited; the test itself is the command. No fence: what is shown is what the
/// audit finds.
/// </summary>
internal sealed class AuditedFolder : IDisposable
{
    private readonly Scratch _scratch;
    private int _sessions;

    internal AuditedFolder()
        : this(new Scratch())
    {
    }

    /// <summary>One that another process has made, and removes.</summary>
    internal AuditedFolder(string folder, int sessions)
        : this(new Scratch(folder)) => UseSession(_sessions = sessions);

    private AuditedFolder(Scratch scratch)
    {
        _scratch = scratch;
        _scratch.Make("ws");
        _scratch.Make("state");
        Root = Real("ws");
        State = Real("state");
        Auditor = Audit.In(State);
    }

    internal string Folder => _scratch.Folder;

    internal CanonicalPath Root { get; }

    internal CanonicalPath State { get; }

    internal Auditor Auditor { get; }

    internal CanonicalPath Session { get; private set; }

    internal Quarantine Quarantine => Auditor.QuarantineOf(Session);

    /// <summary>Git directories and names that the plan of the next command knows.</summary>
    internal ImmutableArray<CanonicalPath> Git { get; set; } = [];

    internal AuditNames Names { get; set; } = new([".vscode", ".mcp.json"],
        [Glob.Parse("/C:/**/.env"), Glob.Parse("/Z:/**/.env")]);

    /// <summary>The Win32 path of a name in the folder.</summary>
    internal string this[string name] => $@"{_scratch.Folder}\ws\{name}";

    internal CanonicalPath At(string name) => Root.Combine(name);

    /// <summary>What is there is the user's.</summary>
    internal AuditResult Learn()
    {
        using var ticket = Begin(ChangeJournal.Learning);
        return Auditor.Run(ticket);
    }

    internal AuditResult Command(Action command)
    {
        using var ticket = Begin();
        command();
        return Auditor.Run(ticket);
    }

    internal AuditTicket Begin() => Begin(AuditHost.Mark(Root) ?? ChangeJournal.None);

    internal void Write(string name, string text = "")
    {
        Directory.CreateDirectory(Path.GetDirectoryName(this[name])!);
        File.WriteAllText(this[name], text);
    }

    /// <summary>What git makes.</summary>
    internal void Repository(string folder)
    {
        Write(folder + @"\HEAD", "ref: refs/heads/main\n");
        Write(folder + @"\config", "[core]\n\trepositoryformatversion = 0\n");
        Write(folder + @"\objects\pack\one", "packed");
        Directory.CreateDirectory(this[folder + @"\refs\heads"]);
    }

    /// <summary>Lets everybody write, for which even Wine has mode bits, and pass on that they may.</summary>
    internal void Open(string name)
    {
        var path = WindowsPath.ToExtended(At(name.Replace('\\', '/')));
        using var item = NativeSecurityStore.OpenItem(path, ItemAccess.WriteDacl)!;
        var flags = item.IsFolder ? "OICI" : "";
        item.WriteDacl(SecurityDescriptor.Parse($"D:(A;{flags};FA;;;{item.Read().Owner})(A;{flags};0x1301ff;;;WD)"));
    }

    /// <summary>True when everybody may write at an absolute path.</summary>
    internal static bool IsOpen(string path)
    {
        using var item = NativeSecurityStore.OpenItem($@"\\?\{path}", ItemAccess.Read)!;
        return item.Read()
            .Dacl!.Aces.Any(a => a.Sid == WellKnownSids.Everyone && a.Mask.Overlaps(FileRights.WriteData));
    }

    public void Dispose() => _scratch.Dispose();

    private AuditTicket Begin(long start)
    {
        UseSession(++_sessions);
        Directory.CreateDirectory(WindowsPath.ToExtended(Session));
        return Auditor.Begin([new()
        {
            Root = Root, Session = Session, FileTime = start, SinceBoot = 0, Names = Names, Protected = [], Git = Git
        }]);
    }

    private void UseSession(int number) => Session = State.Combine($"sessions/{number}");

    private CanonicalPath Real(string name) => PathProbe.Look(WindowsPath.Parse(_scratch[name]))!.Path;
}
