using System.Diagnostics;
using Pinfold.Windows.Native;

namespace Pinfold.Windows.Attacks;

/// <summary>
/// Servers of the system that act for a caller. They are asked by PowerShell, as an attacker would; what it cannot do
/// it ends with the low half of the HRESULT for, which is the Win32 error.
/// </summary>
internal static class Servers
{
    internal static IEnumerable<AttackCode> Codes =>
    [
        new("server-scheduled-task",
            Run: a => Script(a, MakeTask.Replace("NAME", a["id"], StringComparison.Ordinal)),
            Worked: s => Asks(FindTask, s))
        {
            Prepare = s => s.OnEnd(() => Asks(DeleteTask, s)),
            Unfit = NeedsPowerShell,
        },
        Touching("server-wmi-process",
            "$r = ([wmiclass]'Win32_Process').Create('SELF').ReturnValue; "
                + "if ($r -eq 2) { exit 5 }; if ($r) { exit 1000 + $r }"),
        Touching("server-shell-windows",
            "$w = [Activator]::CreateInstance("
                + "[type]::GetTypeFromCLSID('9BA05972-F6A8-11CF-A442-00A0C90A8F39')).Item(); "
                + "$w.Document.Application.ShellExecute('PROGRAM', 'ARGUMENTS', $null, 'open', 0)"),
        Touching("server-explorer",
            "Set-Content -Path 'WORKSPACE\\run.cmd' -Value ('SELF'); "
                + "& \"$env:SystemRoot\\explorer.exe\" 'WORKSPACE\\run.cmd'"),
        new("server-bits-job",
            Run: a => Script(a, MakeJob.Replace("WORKSPACE", a.Workspace, StringComparison.Ordinal)
                .Replace("NAME", a["id"], StringComparison.Ordinal)),
            Worked: s => Asks(FindJob, s))
        {
            Prepare = s => s.OnEnd(() => Asks(DeleteJob, s)),
            Unfit = NeedsPowerShell,
        },
        new("server-create-service", CreateService, s => Delete(s.Id)),
        new("server-open-service", OpenService, s => s.Report.Succeeded),
    ];

    /// <summary>A task that never runs by itself.</summary>
    private const string MakeTask =
        "$s = New-Object -ComObject Schedule.Service; $s.Connect(); $t = $s.NewTask(0); "
            + "$t.Actions.Create(0).Path = 'cmd.exe'; "
            + "$null = $s.GetFolder('\\').RegisterTaskDefinition('NAME', $t, 6, $null, $null, 3)";

    private const string FindTask =
        "(New-Object -ComObject Schedule.Service) | "
            + "% { $_.Connect(); $null = $_.GetFolder('\\').GetTask('NAME') }";

    private const string DeleteTask =
        "(New-Object -ComObject Schedule.Service) | "
            + "% { $_.Connect(); $_.GetFolder('\\').DeleteTask('NAME', 0) }";

    /// <summary>A download that never begins by itself.</summary>
    private const string MakeJob =
        "$null = Start-BitsTransfer -Source 'http://127.0.0.1:9/x' -Destination 'WORKSPACE\\x' -Suspended "
            + "-DisplayName 'NAME' -ErrorAction Stop";

    private const string FindJob =
        "if (-not (Get-BitsTransfer -Name 'NAME' -ErrorAction SilentlyContinue)) { throw 'none' }";

    private const string DeleteJob =
        "Get-BitsTransfer -Name 'NAME' -ErrorAction SilentlyContinue | Remove-BitsTransfer";

    internal static AttackCode Touching(string name, string script) => new(name, a =>
    {
        var self = a.Self("touch", a.Outside + @"\mark");
        var program = self[1..self.IndexOf('"', 1)];
        var arguments = self[(program.Length + 2)..].Trim();
        Script(a, script.Replace("PROGRAM", program, StringComparison.Ordinal)
            .Replace("ARGUMENTS", arguments, StringComparison.Ordinal)
            .Replace("SELF", self, StringComparison.Ordinal)
            .Replace("WORKSPACE", a.Workspace, StringComparison.Ordinal));
    }, MarkAppears) { Contained = true, Unfit = NeedsPowerShell };

    /// <summary>Who acts for another does so in its own time.</summary>
    private static bool MarkAppears(Scene scene)
    {
        using var seen = new ManualResetEvent(false);
        using var watcher = new FileSystemWatcher(scene.Outside, "mark");
        watcher.Created += (_, _) => seen.Set();
        watcher.EnableRaisingEvents = true;
        return scene.IsThere(@"outside\mark") || seen.WaitOne(TimeSpan.FromSeconds(5));
    }

    private static string PowerShell =>
        Path.Combine(Environment.SystemDirectory, @"WindowsPowerShell\v1.0\powershell.exe");

    /// <summary>Wine's does nothing, with success.</summary>
    private static string? NeedsPowerShell(Scene scene) =>
        !File.Exists(PowerShell) ? "there is no PowerShell"
            : RunScript("exit 42") == 42 ? null
            : "PowerShell does not run scripts here";

    private static void Script(Attempt a, string script) => a.TryCode("PowerShell", RunScript(script));

    private static bool Asks(string script, Scene scene) =>
        RunScript(script.Replace("NAME", scene.Id, StringComparison.Ordinal)) == 0;

    private static int RunScript(string script)
    {
        var whole = $"$ErrorActionPreference = 'Stop'; try {{ {script}; exit 0 }} catch {{ $e = $_.Exception; while ($e.InnerException) {{ $e = $e.InnerException }}; exit ($e.HResult -band 0xFFFF) }}";
        using var process = Process.Start(new ProcessStartInfo(PowerShell,
            ["-NoProfile", "-NonInteractive", "-ExecutionPolicy", "Bypass", "-Command", whole])
        {
            UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true, CreateNoWindow = true,
        })!;
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        if (process.WaitForExit(TimeSpan.FromSeconds(15))) return process.ExitCode;
        process.Kill(entireProcessTree: true);
        throw new InvalidOperationException("PowerShell did not end");
    }

    private static void CreateService(Attempt a)
    {
        var manager = Advapi32.OpenSCManagerW(null, null, Advapi32.SC_MANAGER_CREATE_SERVICE);
        if (!a.Try("OpenSCManagerW", manager)) return;
        a.Try("CreateServiceW", Advapi32.CreateServiceW(
            manager, a["id"], null, Kernel32.DELETE, Advapi32.SERVICE_WIN32_OWN_PROCESS,
            Advapi32.SERVICE_DEMAND_START, 0, @"C:\pinfold-no-such-program.exe", null, 0, 0, 0, 0));
    }

    private static void OpenService(Attempt a)
    {
        var manager = Attempt.Need("OpenSCManagerW", Advapi32.OpenSCManagerW(null, null, Advapi32.SC_MANAGER_CONNECT));
        a.Try("OpenServiceW", Advapi32.OpenServiceW(manager, "Spooler", Advapi32.SERVICE_CHANGE_CONFIG));
    }

    /// <summary>True when it was there.</summary>
    private static bool Delete(string name)
    {
        var manager = Advapi32.OpenSCManagerW(null, null, Advapi32.SC_MANAGER_CONNECT);
        var service = Advapi32.OpenServiceW(manager, name, Kernel32.DELETE);
        if (service == 0) return false;
        _ = Advapi32.DeleteService(service);
        _ = Advapi32.CloseServiceHandle(service);
        return true;
    }
}
