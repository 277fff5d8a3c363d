using System.Collections.Immutable;
using Pinfold.Core.Paths;
using Pinfold.Core.Workspace;
using Pinfold.Windows.Host;
using Pinfold.Windows.Tests.FileAccess;
using Pinfold.Windows.Workspace;

namespace Pinfold.Windows.Tests.Workspace;

/// <summary>A writable folder whose commands are audited; the test itself is the command. No fence: what is shown is what the audit finds.</summary>
internal sealed class AuditedFolder : IDisposable
{
    private readonly Scratch _scratch = new();
    private int _sessions;

    internal AuditedFolder()
    {
        _scratch.Make("ws");
        _scratch.Make("state");
        Root = Real("ws");
        State = Real("state");
        Auditor = Audit.In(State);
    }

    internal CanonicalPath Root { get; }

    internal CanonicalPath State { get; }

    internal Auditor Auditor { get; }

    internal CanonicalPath Session { get; private set; }

    internal Quarantine Quarantine => Auditor.QuarantineOf(Session);

    /// <summary>Git directories and names that the plan of the next command knows.</summary>
    internal ImmutableArray<CanonicalPath> Git { get; set; } = [];

    internal AuditNames Names { get; set; } = new([".vscode", ".mcp.json"], [Glob.Parse("/C:/**/.env"), Glob.Parse("/Z:/**/.env")]);

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

    public void Dispose() => _scratch.Dispose();

    private AuditTicket Begin(long start)
    {
        Session = State.Combine($"sessions/{++_sessions}");
        Directory.CreateDirectory(WindowsPath.ToExtended(Session));
        return Auditor.Begin([new() { Root = Root, Session = Session, FileTime = start, SinceBoot = 0, Names = Names, Protected = [], Git = Git }]);
    }

    private CanonicalPath Real(string name) => PathProbe.Look(WindowsPath.Parse(_scratch[name]))!.Path;
}
