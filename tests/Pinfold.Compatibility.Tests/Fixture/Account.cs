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
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);
    private readonly string? _name;

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
        if (!folders.Any(f => File.Exists(f + "/" + program))) Assert.Fail($"'{program}' is not installed: apt-get install {package}");
    }

    /// <summary>Runs a shell script as the user, outside any fence.</summary>
    internal Outcome Shell(string folder, string script) => Run(folder, "/bin/sh", "-euc", script);

    /// <summary>Runs a shell script as the user with <c>pinfold run</c>.</summary>
    internal Outcome Inside(string folder, string script, params string[] options) =>
        Run(folder, [Pinfold, "run", .. options, "--", "/bin/sh", "-euc", script]);

    /// <summary>Runs a program as the user.</summary>
    internal Outcome Run(string folder, params string[] argv)
    {
        using var process = Start(folder, argv);
        return Finish(process, string.Join(' ', argv));
    }

    /// <summary>Starts a program as the user; the caller ends it.</summary>
    internal Process Start(string folder, params string[] argv)
    {
        string[] identity = _name is null ? [] : ["setpriv", "--reuid", _name, "--regid", _name, "--init-groups"];
        string[] all =
        [
            .. identity, "env", "-i", "HOME=" + Home, "USER=" + (_name ?? Environment.UserName), "LOGNAME=" + (_name ?? Environment.UserName),
            "PATH=/usr/local/bin:/usr/bin:/bin", "LANG=C.UTF-8", "TERM=xterm-256color", "SHELL=/bin/bash", "TZ=UTC", .. argv,
        ];
        var start = new ProcessStartInfo(all[0], all[1..]) { WorkingDirectory = folder, UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        var process = Process.Start(start)!;
        process.StandardInput.Close();
        return process;
    }

    public void Dispose()
    {
        if (_name is null) Directory.Delete(Home, recursive: true);
        else Must(RunHost("userdel", "--remove", "--force", _name));
    }

    private static Outcome Finish(Process process, string what)
    {
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        if (!process.WaitForExit(Patience))
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail($"still running after {Patience.TotalMinutes} minutes: {what}\n{(output.IsCompleted ? output.Result : "")}");
        }

        return new Outcome(process.ExitCode, output.GetAwaiter().GetResult(), error.GetAwaiter().GetResult());
    }

    private static Outcome RunHost(params string[] argv)
    {
        using var process = Process.Start(new ProcessStartInfo(argv[0], argv[1..]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true })!;
        return Finish(process, argv[0]);
    }

    private static void Must(Outcome outcome)
    {
        if (outcome.Status != 0) throw new InvalidOperationException(new StringBuilder("the fixture cannot be made: ").Append(outcome).ToString());
    }
}
