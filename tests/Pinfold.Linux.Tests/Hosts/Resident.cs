using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using Pinfold.Linux.Tests.Attacks;
using Xunit;

namespace Pinfold.Linux.Tests.Hosts;

/// <summary>
/// An ordinary user of a host that a test has changed, with a home, a workspace <c>ws</c> in it, and the program that
/// users run. No account is made for it: a number is enough. When the tests do not run as root it is whoever runs them.
/// </summary>
internal sealed class Resident : IDisposable
{
    private static readonly string Dotnet = Path.GetDirectoryName(Path.GetDirectoryName(Path.GetDirectoryName(
        System.Runtime.InteropServices.RuntimeEnvironment.GetRuntimeDirectory().TrimEnd('/'))))!;

    private readonly bool _isRoot = Native.Libc.GetUid() == 0;
    private readonly uint _uid;

    internal Resident()
    {
        var name = "pinfold-" + RandomNumberGenerator.GetHexString(8, lowercase: true);
        _uid = _isRoot ? (uint)RandomNumberGenerator.GetInt32(200_000, 2_000_000_000) : Native.Libc.GetUid();
        Home = _isRoot
            ? "/home/" + name
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache", name);
        Directory.CreateDirectory(Home);
        Must($"cp -rL {Path.GetDirectoryName(ProgramUnderTest.Path)} program; chmod -R a+rX program; mkdir ws; chown {_uid}:{_uid} . ws");
        File.WriteAllText(Home + "/without.py", """
            # Runs a program in which each of the system calls NUMBER,... fails with ERRNO (seccomp(2)): without.py ERRNO NUMBER,... ARGV
            import ctypes, os, struct, sys
            error, numbers = int(sys.argv[1]), [int(n) for n in sys.argv[2].split(',')]
            code = [(0x20, 0, 0, 0)]
            for i, n in enumerate(numbers): code.append((0x15, len(numbers) - i, 0, n))
            code += [(0x06, 0, 0, 0x7fff0000), (0x06, 0, 0, 0x00050000 | error)]
            text = ctypes.create_string_buffer(b''.join(struct.pack('HBBI', *c) for c in code))
            class Program(ctypes.Structure): _fields_ = [('length', ctypes.c_ushort), ('code', ctypes.c_void_p)]
            libc = ctypes.CDLL(None, use_errno=True)
            program = Program(len(code), ctypes.addressof(text))
            assert libc.prctl(38, 1, 0, 0, 0) == 0 and libc.prctl(22, 2, ctypes.byref(program), 0, 0) == 0
            os.execvp(sys.argv[3], sys.argv[3:])
            """);
    }

    internal string Home { get; }

    internal string Workspace => Home + "/ws";

    /// <summary>For tests that change what only root can.</summary>
    internal static void NeedsRoot() => Assert.SkipUnless(Native.Libc.GetUid() == 0,
        "only root can change mounts and owners, and the tests do not run as root");

    /// <summary>
    /// Runs a script of bash in the home folder, as root in a mount namespace of its own when the tests are root's. In
    /// it <c>user</c> runs a program as the resident, <c>run</c> is their <c>pinfold run</c>, <c>start</c> the same in
    /// place of the shell, <c>without</c> runs it with system calls taken away, and <c>alone</c> waits until the user
    /// has no process but those that nobody has reaped yet.
    /// </summary>
    internal (int Status, string Output) Host(string script)
    {
        var become = _isRoot
            ? string.Create(CultureInfo.InvariantCulture, $"setpriv --reuid {_uid} --regid {_uid} --clear-groups ")
            : "";
        string[] argv = [.. _isRoot ? ["unshare", "--mount", "--propagation", "private"] : Array.Empty<string>(),
            "bash", "-c", $$"""
            exec 2>&1
            cd {{Home}}
            user() { {{become}}env -i HOME={{Home}} PATH=/usr/bin:/bin LC_ALL=C DOTNET_ROOT={{Dotnet}} "$@"; }
            start() { exec {{become}}env -i HOME={{Home}} PATH=/usr/bin:/bin LC_ALL=C DOTNET_ROOT={{Dotnet}} {{Home}}/program/pinfold run "$@"; }
            processes() { ps -o stat= -o pid= -o args= -U {{_uid}} | grep -v ^Z; }
            alone() { until=$((SECONDS + 30)); while processes >/dev/null; do [ $SECONDS -lt $until ] || { echo "still there: $(processes)"; break; }; done; }
            run() { user {{Home}}/program/pinfold run "$@"; }
            without() { user python3 {{Home}}/without.py "$1" "$2" {{Home}}/program/pinfold run "${@:3}"; }
            {{script}}
            """];
        using var process = Process.Start(new ProcessStartInfo(argv[0], argv[1..])
            { UseShellExecute = false, RedirectStandardOutput = true })!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output);
    }

    /// <summary>The script must succeed; its output.</summary>
    internal string Must(string script)
    {
        var (status, output) = Host("set -e\n" + script);
        return status == 0 ? output : throw new InvalidOperationException($"'{script}' ended with {status}: {output}");
    }

    /// <summary>
    /// Waits until no process of the resident is left, and says what is left of a run: names in the workspace.
    /// </summary>
    internal string Left()
    {
        var patience = Stopwatch.StartNew();
        while (_isRoot && Running() is { Length: > 0 } running)
            if (patience.Elapsed > TimeSpan.FromMinutes(2)) return "processes: " + running;
        return string.Join(' ',
            Directory.GetFileSystemEntries(Workspace).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    private string Running() => Processes.PlanFile.Host(string.Create(CultureInfo.InvariantCulture,
        $"ps -o stat= -o args= -U {_uid} | grep -v ^Z")).Output;

    public void Dispose() => Processes.PlanFile.Host($"chmod -R u+rwX {Home}; rm -rf {Home}");
}
