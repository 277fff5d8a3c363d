using Pinfold.Core.Attacks;
using Pinfold.Core.Paths;
using Pinfold.Core.Policy;
using Pinfold.Linux.Native;

namespace Pinfold.Linux.Attacks;

/// <summary>
/// Everything that one attempt aims at, fresh: a home with secrets, a workspace in it, a folder outside, processes and
/// services. It is removed with all it holds.
/// </summary>
internal sealed class Scene : IDisposable
{
    internal const string Untouched = "untouched\n", Secret = "pinfold-secret-0123456789";
    private readonly Dictionary<string, string> _facts = [];
    private readonly Stack<IDisposable> _owned = new();
    private Victim? _victim;

    internal Scene(string folder, string program)
    {
        Folder = folder;
        Home = Make("home");
        Workspace = Make("home/ws");
        Program = IsPrivateInside(program) ? CopyInto(Make("home/ws/program"), program) : program;
        Outside = Make("outside");
        State = Make("state");
        File.WriteAllText(Outside + "/file", Untouched);
        File.WriteAllText(Workspace + "/file", "workspace\n");
        Tell("outside", Outside);
        Tell("workspace", Workspace);
        Tell("home", Home);
        Tell("state", State);
    }

    /// <summary>Lies in a folder that every command gets anew.</summary>
    internal static bool IsPrivateInside(string path) =>
        path.StartsWith("/tmp/", StringComparison.Ordinal) || path.StartsWith("/var/tmp/", StringComparison.Ordinal)
            || path.StartsWith("/run/", StringComparison.Ordinal);

    internal string Folder { get; }

    /// <summary>How the fence is built.</summary>
    internal FenceMode Mode { get; init; }

    /// <summary>Unique on this host, for names in shared folders.</summary>
    internal string Id { get; } = System.Security.Cryptography.RandomNumberGenerator.GetHexString(8, lowercase: true);

    /// <summary>This program, or a copy of it that can be seen inside; attacks run by it.</summary>
    internal string Program { get; }

    internal string Home { get; }

    internal string Workspace { get; }

    internal string Outside { get; }

    internal string State { get; }

    /// <summary>Facts for the attacker, as arguments.</summary>
    internal IEnumerable<string> Arguments => _facts.Select(f => f.Key + "=" + f.Value);

    /// <summary>What the attempt said; set when it has ended.</summary>
    internal AttemptReport Report { get; set; } = AttemptReport.Empty;

    /// <summary>Standard input of the attempt; null: /dev/null.</summary>
    internal int? Input { get; set; }

    /// <summary>The command gets <see cref="Input"/> as its controlling terminal.</summary>
    internal bool OwnTerminal { get; set; }

    /// <summary>What the user's environment holds besides the usual.</summary>
    internal List<KeyValuePair<string, string>> Environment { get; } = [];

    /// <summary>What only the control outside gets: what the attack would have put there.</summary>
    internal List<KeyValuePair<string, string>> ControlEnvironment { get; } = [];

    internal IEnumerable<Server> Servers => _owned.OfType<Server>();

    /// <summary>A service outside was reached.</summary>
    internal bool AnyServerReached => Servers.Any(s => s.WasReached);

    /// <summary>The master of the scene's pseudo-terminal.</summary>
    internal int Terminal { get; set; }

    /// <summary>A memory file that the host keeps.</summary>
    internal int Memory { get; set; }

    internal bool MemoryChanged() => SystemCall.Call(Sys.Pread64, Memory, SystemCall.Zeros(8), 8, 0) > 0;

    /// <summary>What was written to the terminal, as its emulator would show it.</summary>
    internal string Typed()
    {
        SystemCall.Call(Sys.Fcntl, Terminal, 4 /* F_SETFL */, Flag.NonBlocking);
        return SystemCall.Read(Terminal) ?? "";
    }

    /// <summary>What waits on the terminal as if the user had typed it.</summary>
    internal string TypedAhead()
    {
        var slave = SystemCall.Open(Fact("pts"), Flag.ReadOnly | Flag.NonBlocking | 0x100 /* O_NOCTTY */);
        var text = SystemCall.Read(slave) ?? "";
        SystemCall.Close(slave);
        return text;
    }

    internal bool OutsideIsUntouched => File.ReadAllText(Outside + "/file") == Untouched;

    /// <summary>Set when a signal came to this process, sent to its group.</summary>
    internal ManualResetEventSlim? GroupSignal { get; private set; }

    internal void WatchGroup(int signal)
    {
        var seen = GroupSignal = Own(new ManualResetEventSlim());
        Own(System.Runtime.InteropServices.PosixSignalRegistration.Create(
            (System.Runtime.InteropServices.PosixSignal)signal, _ => seen.Set()));
    }

    internal Victim Victim
    {
        get
        {
            if (_victim is not null) return _victim;
            _victim = Own(new Victim(Program));
            Tell("victim", _victim.Id);
            Tell("address", _victim.Address);
            return _victim;
        }
    }

    internal void Tell(string name, object value) =>
        _facts[name] = Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture)!;

    internal string Fact(string name) => _facts[name];

    /// <summary>Disposed with the scene, last made first.</summary>
    internal T Own<T>(T resource)
        where T : IDisposable
    {
        _owned.Push(resource);
        return resource;
    }

    internal void OnEnd(Action action) => _owned.Push(new Ending(action));

    internal string Make(string relative) => Directory.CreateDirectory(Path.Combine(Folder, relative)).FullName;

    /// <summary>A file with this text below the scene's folder, its folders made; its full path.</summary>
    internal string Put(string relative, string text)
    {
        var path = Path.Combine(Folder, relative);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return path;
    }

    /// <summary>The text of a file, or null when it is not there.</summary>
    internal string? Text(string relative)
    {
        var path = Path.Combine(Folder, relative);
        return File.Exists(path) ? File.ReadAllText(path) : null;
    }

    internal Server Serve(int family, int type, Address address, string? path = null) =>
        Own(new Server(family, type, address, path));

    /// <summary>
    /// Where a privileged service would answer, outside every root: its socket, which is told as <c>socket</c>.
    /// </summary>
    internal Server ServeAt(string path, int type = Server.Stream)
    {
        Tell("socket", path);
        if (System.Text.Encoding.UTF8.GetByteCount(path) <= Address.MaxPath)
            return Serve(Address.Unix, type, Address.Path(path), path);
        // its path is too long for an address
        using var folder = new Descriptor((int)SystemCall.Open(Path.GetDirectoryName(path)!, Flag.Path));
        return Serve(Address.Unix, type, Address.Path($"/proc/self/fd/{folder.Number}/{Path.GetFileName(path)}"), path);
    }

    public void Dispose()
    {
        while (_owned.TryPop(out var resource)) resource.Dispose();
        SceneFolder.Remove(Folder);
    }

    /// <summary>
    /// Blocks until what is made from now on has a later time stamp than what is there: an audit tells whose a file is
    /// by it.
    /// </summary>
    internal static unsafe void LetClockTick()
    {
        TimeSpec now; // a stamp may be finer than the clock that an audit reads, and so be ahead of it (Linux 6.13)
        LinuxException.Check(Libc.ClockGetTime(0 /* CLOCK_REALTIME */, &now), "clock_gettime");
        var stamp = now.Total;
        SpinWait.SpinUntil(() => Linux.Workspace.Clock.FileTime > stamp);
    }

    private sealed class Ending(Action action) : IDisposable
    {
        public void Dispose() => action();
    }

    private static string CopyInto(string folder, string program)
    {
        foreach (var file in Directory.EnumerateFiles(Path.GetDirectoryName(program)!))
            File.Copy(file, $"{folder}/{Path.GetFileName(file)}");
        return $"{folder}/{Path.GetFileName(program)}";
    }
}
