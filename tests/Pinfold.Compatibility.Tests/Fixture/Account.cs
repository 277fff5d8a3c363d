using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using Xunit;

namespace Pinfold.Compatibility.Tests.Fixture;

/// <summary>
/// The person whose work is done inside: an ordinary user. Made and removed when the tests run as root;
/// otherwise whoever runs the tests, with a home folder of their own for it.
/// </summary>
public sealed class Account : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(15);
    private readonly string? _name;
    private readonly string _status;
    private int _runs;

    public Account()
    {
        var mark = "pinfold-" + RandomNumberGenerator.GetHexString(6, lowercase: true);
        if (Environment.UserName == "root")
        {
            _name = mark;
            Home = "/home/" + mark;
            Require("useradd", "passwd");
            Require("setpriv", "util-linux");
            Must(RunHost("useradd", "--create-home", "--home-dir", Home, "--shell", "/bin/bash", mark));
        }
        else
        {
            Home = Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache", mark);
            Directory.CreateDirectory(Home);
        }

        Directory.CreateDirectory(Home + "/output");
        if (_name is not null) Must(RunHost("chown", _name, Home + "/output"));
        _status = "Uid:\t" + string.Join('\t', Enumerable.Repeat(UserId(), 4));
        var source = Repository.Program();
        Must(RunHost("cp", "-rL", source, Home + "/program"));
        Must(RunHost("chmod", "-R", "a+rX", Home + "/program"));
        File.WriteAllText(Home + "/.gitconfig", """
            [user]
                name = Ada
                email = ada@example.org
            [init]
                defaultBranch = main
            [advice]
                detachedHead = false
            [protocol "file"]
                allow = always

            """);
    }

    public string Home { get; }

    /// <summary>The program under test.</summary>
    public string Pinfold => Home + "/program/pinfold";

    /// <summary>Fails, with what to install, when a program that a test needs is missing.</summary>
    public static void Require(string program, string package)
    {
        string[] folders = ["/usr/local/bin", "/usr/bin", "/bin", "/usr/sbin", "/sbin"];
        if (!folders.Any(f => File.Exists(f + "/" + program)))
            Assert.Fail($"'{program}' is not installed: apt-get install {package}");
    }

    /// <summary>Runs a shell script as the user, outside any fence.</summary>
    internal Outcome Shell(string folder, string script) => Run(folder, "/bin/sh", "-euc", script);

    /// <summary>Runs a shell script as the user with <c>pinfold run</c>.</summary>
    internal Outcome Inside(string folder, string script, params string[] options) =>
        Run(folder, [Pinfold, "run", .. options, "--", "/bin/sh", "-euc", script]);

    /// <summary>
    /// Runs a program as the user. Its output goes to files: a server that it leaves behind outside, as compilers do,
    /// would hold a pipe open.
    /// </summary>
    internal Outcome Run(string folder, params string[] argv)
    {
        var output = $"{Home}/output/{Interlocked.Increment(ref _runs)}";
        using var process = Start(folder,
            ["/bin/sh", "-c", "output=$1; shift; exec \"$@\" > $output 2> $output.error", "sh", output, .. argv]);
        var ended = process.WaitForExit(Patience);
        if (!ended) process.Kill(entireProcessTree: true);
        var outcome = new Outcome(ended ? process.ExitCode : -1, File.ReadAllText(output),
            File.ReadAllText(output + ".error"));
        Assert.True(ended, $"still running after {Patience.TotalMinutes} minutes: {string.Join(' ', argv)}\n{outcome}");
        return outcome;
    }

    /// <summary>Starts a program as the user; the caller ends it.</summary>
    internal Process Start(string folder, params string[] argv)
    {
        string[] identity = _name is null ? [] : ["setpriv", "--reuid", _name, "--regid", _name, "--init-groups"];
        string[] all =
        [
            .. identity, "env", "-i", "HOME=" + Home, "USER=" + (_name ?? Environment.UserName),
            "LOGNAME=" + (_name ?? Environment.UserName),
            "PATH=/usr/local/bin:/usr/bin:/bin", "LANG=C.UTF-8",
            "TERM=xterm-256color", "SHELL=/bin/bash", "TZ=UTC", .. argv,
        ];
        var start = new ProcessStartInfo(all[0], all[1..])
        {
            WorkingDirectory = folder, UseShellExecute = false, RedirectStandardOutput = true,
            RedirectStandardError = true, RedirectStandardInput = true
        };
        var process = Process.Start(start)!;
        process.StandardInput.Close();
        return process;
    }

    public void Dispose()
    {
        if (_name is null)
        {
            Must(RunHost("chmod", "-R", "u+rwX", Home));
            Directory.Delete(Home, recursive: true);
            return;
        }

        foreach (var process in Process.GetProcesses().Where(IsUsers)) process.Kill();
        Must(RunHost("userdel", "--remove", "--force", _name));
    }

    /// <summary>
    /// A server that a tool left behind outside. The account is this test's own, so nobody else's process is its.
    /// </summary>
    private bool IsUsers(Process process)
    {
        try
        {
            return File.ReadLines($"/proc/{process.Id}/status").Contains(_status, StringComparer.Ordinal);
        }
        catch (IOException)
        {
            return false; // ended meanwhile
        }
    }

    private string UserId() => RunHost(_name is null ? ["id", "-u"] : ["id", "-u", _name]).Output.Trim();

    private static Outcome RunHost(params string[] argv)
    {
        using var process = Process.Start(new ProcessStartInfo(argv[0], argv[1..])
            { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true })!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return new Outcome(process.ExitCode, output, error.GetAwaiter().GetResult());
    }

    private static void Must(Outcome outcome)
    {
        if (outcome.Status != 0)
            throw new InvalidOperationException(
                new StringBuilder("the fixture cannot be made: ").Append(outcome).ToString());
    }
}
