using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using Pinfold.Core.Attacks;
using Pinfold.Core.Paths;
using Pinfold.Core.Planning.Windows;
using Pinfold.Core.Planning.Windows.Elevated;
using Pinfold.Core.Policy;
using Pinfold.Core.WindowsModel;
using Pinfold.Windows.FileAccess;
using Pinfold.Windows.Processes;
using Pinfold.Windows.Tokens;

namespace Pinfold.Windows.Attacks;

/// <summary>
/// Everything that one attempt aims at, fresh: a home with secrets, a workspace in it, a folder outside, processes and
/// servers. It is removed with all it holds. What lies in folders of the real user (the registry, the start-up folder)
/// has a name that only this scene uses.
/// </summary>
internal sealed class Scene : IDisposable
{
    internal const string Untouched = "untouched\n",
        Mark = "written by an attack\n", Secret = "pinfold-secret-0123456789";
    private readonly Dictionary<string, string> _facts = [];
    private readonly Stack<IDisposable> _owned = new();

    internal Scene(string folder, ImmutableArray<string> program, bool isControl)
    {
        (Folder, Program, IsControl) = (folder, program, isControl);
        Home = Make("home");
        Workspace = Make(@"home\ws");
        Outside = Make("outside");
        State = Make("state");
        Temp = Make(@"home\AppData\Local\Temp");
        Put(@"outside\file", Untouched);
        Put(@"home\ws\file", "workspace\n");
        foreach (var (name, value) in (KeyValuePair<string, object>[])
            [new("outside", Outside), new("workspace", Workspace), new("home", Home),
                new("state", State), new("id", Id), new("broker", Environment.ProcessId),
             new("self", CommandLine.Of(program[0], program.AsSpan()[1..]))]) Tell(name, value);
    }

    /// <summary>The attempt runs where there is no fence.</summary>
    internal bool IsControl { get; }

    /// <summary>What setup has left, where the elevated mode is attacked.</summary>
    internal WindowsInstallation? Installed { get; init; }

    internal string Folder { get; }

    /// <summary>Unique on this host, for names in shared places.</summary>
    internal string Id { get; } = "pinfold-" + RandomNumberGenerator.GetHexString(12, lowercase: true);

    /// <summary>The program that makes attempts, with the arguments that make it do so.</summary>
    internal ImmutableArray<string> Program { get; }

    internal string Home { get; }

    internal string Workspace { get; }

    internal string Outside { get; }

    internal string State { get; }

    internal string Temp { get; }

    /// <summary>Facts for the attacker, as arguments.</summary>
    internal IEnumerable<string> Arguments => _facts.Select(f => f.Key + "=" + f.Value);

    /// <summary>What the attempt said; set when it has ended.</summary>
    internal AttemptReport Report { get; set; } = AttemptReport.Empty;

    /// <summary>What the user's environment holds besides the usual.</summary>
    internal List<KeyValuePair<string, string>> Variables { get; } = [];

    /// <summary>Set when the attempt has ended.</summary>
    internal ManualResetEventSlim Ended { get; } = new();

    /// <summary>A server outside that only notices that it was reached.</summary>
    internal System.Net.Sockets.Socket? Server { get; set; }

    internal bool OutsideIsUntouched => Text(@"outside\file") == Untouched;

    /// <summary>A process of the user outside of any fence.</summary>
    internal Bystander Victim => field ??= Own(Bystander.Start(this, null, ""));

    /// <summary>
    /// A command of another session of the same user, in a fence of its own where the attempt has one.
    /// </summary>
    internal SiblingSession Sibling => field ??= Own(new SiblingSession(this));

    /// <summary>What a session in this scene plans with; its pair of keys is its own until the scene ends.</summary>
    private WindowsHostFacts Facts(SandboxPolicy policy)
    {
        var state = WindowsPath.Parse(State);
        if (Installed is not null)
            return WindowsBackend.GatherElevated(policy, WindowsPath.Parse(Home), WindowsPath.Parse(Temp), state);
        return WindowsBackend.Gather(policy, WindowsPath.Parse(Home), WindowsPath.Parse(Temp), state,
            Own(SessionKeyLock.Take(state, TokenFacts.Own())));
    }

    /// <summary>The plan of a session in this scene, in the mode that is attacked.</summary>
    internal (WindowsHostFacts Facts, WindowsPlan Plan) PlanFor(SandboxPolicy policy)
    {
        var facts = Facts(policy);
        return (facts,
            Installed is null ? WindowsPlanner.For(policy, facts) : ElevatedPlanner.For(policy, facts, Installed));
    }

    internal void Tell(string name, object value) =>
        _facts[name] = Convert.ToString(value, CultureInfo.InvariantCulture)!;

    internal string Fact(string name) => _facts[name];

    internal bool Knows(string name) => _facts.ContainsKey(name);

    /// <summary>Disposed with the scene, last made first.</summary>
    internal T Own<T>(T resource)
        where T : IDisposable
    {
        _owned.Push(resource);
        return resource;
    }

    internal void OnEnd(Action action) => _owned.Push(new Ending(action));

    internal string At(string relative) => $@"{Folder}\{relative}";

    internal string Make(string relative) => Directory.CreateDirectory(At(relative)).FullName;

    /// <summary>A file with this text below the scene's folder, its folders made; its full path.</summary>
    internal string Put(string relative, string text)
    {
        var path = At(relative);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return path;
    }

    /// <summary>The text of a file, or null when it is not there.</summary>
    internal string? Text(string relative) => File.Exists(At(relative)) ? Read(At(relative)) : null;

    internal bool IsThere(string relative) => Path.Exists(At(relative));

    /// <summary>
    /// A file or folder in a place of the real user, which is removed with the scene; told as <paramref name="name"/>.
    /// </summary>
    internal void Plan(string name, string path)
    {
        Tell(name, path);
        OnEnd(() =>
        {
            if (File.Exists(path)) File.Delete(path);
            else if (Directory.Exists(path)) Directory.Delete(path);
        });
    }

    /// <summary>Gives a file or folder of the scene another DACL (SDDL <c>D:</c>) or label (<c>S:</c>).</summary>
    internal void Secure(string relative, string sddl)
    {
        var descriptor = SecurityDescriptor.Parse(sddl);
        using var item = new NativeSecurityStore()
            .Open(@"\\?\" + At(relative), descriptor.Dacl is null ? ItemAccess.WriteLabel : ItemAccess.WriteDacl)
            ?? throw new FileNotFoundException(At(relative));
        if (descriptor.Dacl is null) item.WriteLabel(descriptor);
        else item.WriteDacl(descriptor);
    }

    public void Dispose()
    {
        Ended.Dispose();
        while (_owned.TryPop(out var resource)) resource.Dispose();
        SceneFolder.TryRemove(Folder);
    }

    private static string Read(string path)
    {
        using var reader = new StreamReader(
            new FileStream(path, FileMode.Open, System.IO.FileAccess.Read, FileShare.ReadWrite | FileShare.Delete));
        return reader.ReadToEnd();
    }

    private sealed class Ending(Action action) : IDisposable
    {
        public void Dispose() => action();
    }
}
