using Xunit;

namespace Pinfold.Windows.Tests.Processes;

/// <summary>
/// What must go on in the fence (docs/verify.md, "work that must go on", and question 5 of docs/security/windows.md),
/// with the programs of the host. Under Wine, which confines nothing, the ones that are there run too, so that the
/// tests themselves have run.
/// </summary>
public sealed class FencedProgramTests
{
    private const string NoProgram = "has no such program, and confines nothing";

    [WindowsFact]
    public void Cmd_passes_output_and_status_on()
    {
        using var fenced = new Fenced();
        var (status, output, error) = fenced.Run("cmd", "/d", "/c", "echo out& echo error>&2& exit 7");
        Assert.Equal((7, "out", "error"), (status, output.Trim(), error.Trim()));
    }

    [WindowsFact]
    public void Cmd_makes_appends_renames_moves_and_deletes_in_the_workspace()
    {
        using var fenced = new Fenced();
        Assert.Equal("one\ntwo\n", fenced.Works("cmd", "/d", "/c",
            "mkdir a\\b\\c&& (echo one)> a\\b\\c\\x&& (echo two)>> a\\b\\c\\x&& type a\\b\\c\\x"));
        fenced.Works("cmd", "/d", "/c", "ren a\\b\\c\\x y&& move a\\b\\c\\y a\\z&& del file&& rmdir a\\b\\c");
        Assert.Equal((true, false, false),
            (File.Exists(fenced[@"a\z"]), File.Exists(fenced["file"]), Directory.Exists(fenced[@"a\b\c"])));
    }

    [RealWindowsFact("reads such a line in another way, and gives nothing back")]
    public void Cmd_writes_in_the_folder_for_temporary_files()
    {
        using var fenced = new Fenced();
        Assert.Equal("text\n",
            fenced.Works("cmd", "/d", "/c", "(echo text)> \"%TEMP%\\x\"&& type \"%TEMP%\\x\"&& del \"%TEMP%\\x\""));
    }

    /// <summary>So that what runs here runs in a fence.</summary>
    [RealWindowsFact("confines nothing")]
    public void Cmd_writes_nothing_outside()
    {
        using var fenced = new Fenced();
        Assert.NotEqual(0, fenced.Run("cmd", "/d", "/c", "(echo text)> ..\\home\\x").Status);
        Assert.False(File.Exists(fenced[@"..\home\x"]));
    }

    [RealWindowsFact("takes no program in quotes there")]
    public void Cmd_starts_a_NET_program_with_a_variable()
    {
        using var fenced = new Fenced();
        Assert.Equal("value",
            fenced.Works("cmd", "/d", "/c", $"set NAME=value&& \"{Inside.Program}\" --inside variable NAME"));
    }

    [WindowsFact]
    public void A_NET_program_runs_and_starts_its_own()
    {
        using var fenced = new Fenced();
        Assert.Equal(5, fenced.Run(Inside.Program, "--inside", "exit", "5").Status);
        Assert.Equal(7, fenced.Run(Inside.Program, "--inside", "leave").Status); // a child with its output in a pipe
    }

    [WindowsFact]
    public void Findstr_searches()
    {
        using var fenced = new Fenced(s => File.WriteAllText(Path.Combine(s.Folder, @"ws\text"), "one\r\ntwo\r\n"));
        Assert.Equal("two\n", fenced.Works("findstr", "tw", "text"));
        Assert.Equal(1, fenced.Run("findstr", "three", "text").Status);
    }

    [RealWindowsFact(NoProgram)]
    public void Ripgrep_searches()
    {
        var rg = Fenced.Needs("rg", "--version");
        using var fenced = new Fenced(s => File.WriteAllText(Path.Combine(s.Folder, @"ws\text"), "one\r\ntwo\r\n"));
        Assert.Equal("two\n", fenced.Works(rg, "--no-filename", "--no-line-number", "tw", "text"));
        Assert.Equal(1, fenced.Run(rg, "three", "text").Status);
    }

    [RealWindowsFact(NoProgram)]
    public void Curl_runs()
    {
        var curl = Fenced.Needs("curl", "--version");
        using var fenced = new Fenced();
        Assert.StartsWith("curl ", fenced.Works(curl, "--version"), StringComparison.Ordinal);
    }

    [RealWindowsFact(NoProgram)]
    public void Windows_PowerShell_writes_text_and_bytes() => PowerShell("powershell");

    [RealWindowsFact(NoProgram)]
    public void PowerShell_writes_text_and_bytes() => PowerShell("pwsh");

    [RealWindowsFact(NoProgram)]
    public void Git_makes_a_repository_commits_and_has_nothing_left_to_commit()
    {
        var git = Fenced.Needs("git", "--version");
        using var fenced = new Fenced();
        Assert.Contains("Initialized", fenced.Works(git, "init", "below"), StringComparison.Ordinal);
        Commits(fenced, git, "below");
    }

    /// <summary>The repository is the user's: its hooks and configuration are closed, the rest is open.</summary>
    [RealWindowsFact(NoProgram)]
    public void Git_commits_in_the_repository_of_the_workspace_and_changes_no_configuration()
    {
        var git = Fenced.Needs("git", "--version");
        using var fenced = new Fenced(s =>
        {
            Directory.Delete(Path.Combine(s.Folder, @"ws\.git"), recursive: true);
            using var bench = new Bench(Bench.Of() with { Argv = [git, "init", Path.Combine(s.Folder, "ws")] });
            Assert.Equal(0, bench.Finish().Result.ExitStatus);
        });
        Commits(fenced, git, ".");
        var before = File.ReadAllText(fenced[@".git\config"]);
        Assert.NotEqual(0, fenced.Run([.. Git(git, "."), "config", "core.hooksPath", "x"]).Status);
        Assert.Equal(before, File.ReadAllText(fenced[@".git\config"]));
    }

    [RealWindowsFact(NoProgram)]
    public void The_shell_of_Git_for_Windows_runs_a_pipe()
    {
        var git = Fenced.Needs("git", "--version");
        var folder = Path.GetDirectoryName(Path.GetDirectoryName(git))!;
        var shell = Array.Find(
            [Path.Combine(folder, @"usr\bin\sh.exe"), Path.Combine(folder, @"..\usr\bin\sh.exe")], File.Exists);
        Assert.SkipWhen(shell is null, "git has no shell beside it");
        using var fenced = new Fenced();
        Assert.Equal("ACD\n", fenced.Works(shell, "-c", "PATH=/usr/bin; echo abd | tr abd ACD"));
    }

    [RealWindowsFact(NoProgram)]
    public void Python_writes_and_starts_its_own_with_a_pipe()
    {
        var python = Fenced.Needs("python", "-c", "pass");
        using var fenced = new Fenced();
        Assert.Equal("hi\n", fenced.Works(python, "-c", "open('x', 'w').write('hi'); print(open('x').read())"));
        Assert.Equal("hi", File.ReadAllText(fenced["x"]));
        const string Child = "import subprocess, sys; print(subprocess.run([sys.executable, '-c', 'print(1)'], capture_output=True).stdout); sys.exit(3)";
        var (status, output, _) = fenced.Run(python, "-c", Child);
        Assert.Equal((3, @"b'1\r\n'"), (status, output.Trim()));
    }

    [RealWindowsFact(NoProgram)]
    public void Node_writes_and_starts_its_own_with_the_same_streams()
    {
        var node = Fenced.Needs("node", "--version");
        using var fenced = new Fenced();
        Assert.Equal("hi\n",
            fenced.Works(node, "-e", "fs.writeFileSync('x', 'hi'); console.log(fs.readFileSync('x', 'utf8'))"));
        Assert.Equal("hi", File.ReadAllText(fenced["x"]));
        const string Child = "process.exit(child_process.spawnSync(process.execPath, ['-e', 'console.log(1); process.exit(3)'], { stdio: 'inherit' }).status)";
        var (status, output, _) = fenced.Run(node, "-e", Child);
        Assert.Equal((3, "1"), (status, output.Trim()));
    }

    /// <summary>
    /// docs/security/windows.md, "What it costs programs". Where this fails, node works better than is said there, and
    /// the open choice is none.
    /// </summary>
    [RealWindowsFact(NoProgram)]
    public void Pipes_of_nodes_children_fail_as_is_documented()
    {
        const string Child = "console.log(child_process.spawnSync(process.execPath, ['-e', '1'], { stdio: 'pipe' }).error?.code ?? 'works')";
        var node = Fenced.Needs("node", "--version");
        using (var bench = new Bench(Bench.Of() with { Argv = [node, "-e", Child] }))
            Assert.Equal("works", bench.Finish().Output.Trim());
        using var fenced = new Fenced();
        Assert.Equal("EPERM\n", fenced.Works(node, "-e", Child));
    }

    [RealWindowsFact(NoProgram)]
    public void The_NET_SDK_says_its_version_and_builds_a_target()
    {
        var dotnet = Fenced.Needs("dotnet", "--version");
        const string Project = """<Project><Target Name="Build"><WriteLinesToFile File="made" Lines="$(MSBuildProjectName)"/><Exec Command="echo from a command"/></Target></Project>""";
        using var fenced = new Fenced(s => File.WriteAllText(Path.Combine(s.Folder, @"ws\a.proj"), Project));
        Assert.Matches(@"^\d+\.\d+\.\d+", fenced.Works(dotnet, "--version"));
        Assert.Contains("from a command",
            fenced.Works(dotnet, "msbuild", "a.proj", "-nologo", "-nodeReuse:false", "-m:1", "-v:n"),
            StringComparison.Ordinal);
        Assert.Equal("a", File.ReadAllText(fenced["made"]).Trim());
    }

    private static void PowerShell(string name)
    {
        var shell = Fenced.Needs(name, "-NoProfile", "-NonInteractive", "-Command", "exit 0");
        using var fenced = new Fenced();
        const string Script = "Set-Content x text; [IO.File]::WriteAllBytes([IO.Path]::Combine($PWD.Path, 'y'), [byte[]](1, 2)); Get-Content x; exit 7";
        var (status, output, error) = fenced.Run(shell, "-NoProfile", "-NonInteractive", "-Command", Script);
        Assert.True((status, output.Trim()) == (7, "text"), $"{status} {output} {error}");
        Assert.Equal([1, 2], File.ReadAllBytes(fenced["y"]));
    }

    private static void Commits(Fenced fenced, string git, string folder)
    {
        File.WriteAllText(fenced[Path.Combine(folder, "text")], "text");
        fenced.Works([.. Git(git, folder), "add", "text"]);
        fenced.Works([.. Git(git, folder), "commit", "-m", "first", "--", "text"]);
        Assert.Equal("first\n", fenced.Works([.. Git(git, folder), "log", "--format=%s"]));
        Assert.Equal("", fenced.Works([.. Git(git, folder), "status", "--porcelain", "--", "text"]));
    }

    /// <summary>
    /// What an elevated administrator makes belongs to the administrators, whom a command is not: git takes it for
    /// somebody else's, and only there is told not to.
    /// </summary>
    private static string[] Git(string git, string folder) =>
    [
        git, "-C", folder, "-c", "user.name=a", "-c", "user.email=a@example.org", "-c", "commit.gpgSign=false",
        .. Environment.IsPrivilegedProcess ? (string[])["-c", "safe.directory=*"] : [],
    ];
}
