using System.Diagnostics;
using System.Security.Cryptography;
using System.Text.Json;

namespace Pinfold.Linux.Tests.Attacks;

/// <summary>Who runs <c>pinfold verify</c>: root, or an ordinary user that is made for it and removed.</summary>
internal sealed class Person : IDisposable
{
    private readonly string? _account;
    private readonly string _home, _program;

    private Person(string? account, string home, string program) =>
        (_account, _home, _program) = (account, home, program);

    internal static bool IsRoot => Environment.UserName == "root";

    /// <summary>Whoever runs the tests, with a home of their own.</summary>
    internal static Person Self()
    {
        var home = Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache",
            "pinfold-verify-" + RandomNumberGenerator.GetHexString(6, lowercase: true));
        Directory.CreateDirectory(home);
        return new(null, home, ProgramUnderTest.Path);
    }

    /// <summary>An ordinary user: a new one when the tests run as root.</summary>
    internal static Person Ordinary()
    {
        if (!IsRoot) return Self();
        var account = "pinfold-" + RandomNumberGenerator.GetHexString(6, lowercase: true);
        var home = "/home/" + account;
        Must("useradd", "--create-home", "--home-dir", home, "--shell", "/bin/sh", account);
        Must("cp", "-rL", Path.GetDirectoryName(ProgramUnderTest.Path)!, home + "/program");
        Must("chmod", "-R", "a+rX", home + "/program");
        return new(account, home, home + "/program/pinfold");
    }

    /// <summary>Runs <c>pinfold verify --json</c>; its report and exit status.</summary>
    internal (JsonElement Report, int Status) Verify(params string[] options)
    {
        string[] identity = _account is null
            ? []
            : ["setpriv", "--reuid", _account, "--regid", _account, "--init-groups"];
        string[] argv =
        [
            // a process group of its own: other tests' processes are no part of what is done to a group
            "setsid", "--wait", .. identity,
            "env", "-i", "HOME=" + _home, "PATH=/usr/bin:/bin", _program, "verify", "--json", .. options,
        ];
        using var process = Process.Start(new ProcessStartInfo(argv[0], argv[1..])
            { UseShellExecute = false, RedirectStandardOutput = true, WorkingDirectory = "/" })!;
        using var document = JsonDocument.Parse(process.StandardOutput.ReadToEnd());
        process.WaitForExit();
        return (document.RootElement.Clone(), process.ExitCode);
    }

    public void Dispose()
    {
        if (_account is null) Directory.Delete(_home, recursive: true);
        else Must("userdel", "--remove", "--force", _account);
    }

    private static void Must(params string[] argv)
    {
        using var process = Process.Start(new ProcessStartInfo(argv[0], argv[1..])
            { UseShellExecute = false, RedirectStandardError = true, RedirectStandardOutput = true })!;
        var errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0) throw new InvalidOperationException($"{string.Join(' ', argv)}: {errors}");
    }
}
