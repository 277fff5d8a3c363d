using Pinfold.Core.WindowsModel;
using Pinfold.Windows.Native;
using static Pinfold.Windows.Attacks.FileCalls;

namespace Pinfold.Windows.Attacks;

/// <summary>Another session of the same user, in a fence of its own.</summary>
internal static class Siblings
{
    internal static IEnumerable<AttackCode> Codes =>
    [
        With("sibling-event", a => KernelObjects.SetEvent(a, a["sibling-id"]), s => s.Sibling.Command.EventIsSet),
        With("sibling-section",
            a => KernelObjects.WriteSection(a, a["sibling-id"]),
            s => s.Sibling.Command.SectionIsChanged),
        With("sibling-pipe", a => KernelObjects.WritePipe(a, a["sibling-id"]), s => s.Sibling.Command.PipeGotLine),
        With("sibling-write-memory",
            a => OutsideProcesses.WriteMemory(a, "sibling-victim", "sibling-address"),
            s => s.Sibling.Command.Memory != Scene.Secret),
        With("sibling-remote-thread", a => OutsideProcesses.RemoteThread(a, "sibling-victim"), s => s.Report.Succeeded),
        With("sibling-access-list",
            a => OutsideProcesses.Open(a, "sibling-victim", Kernel32.WRITE_DAC),
            s => s.Report.Succeeded),
        With("sibling-desktop", Desktop, s => s.Report.Succeeded),
        With("sibling-root", a => Create(a, a["sibling-root"] + @"\new"), There(@"home\ws2\new")),
        With("sibling-temp", a => Create(a, a["sibling-temp"] + @"\new"), s => File.Exists(s.Sibling.Temp + @"\new")),
        With("sibling-read-memory",
            a => OutsideProcesses.ReadMemory(a, "sibling-victim", "sibling-address"),
            s => s.Report.Data.Contains(Scene.Secret, StringComparison.Ordinal)),
        With("sibling-terminate",
            a => OutsideProcesses.Terminate(a, "sibling-victim"),
            s => !s.Sibling.Command.IsUnharmed),
        With("sibling-any-access",
            a => OutsideProcesses.Open(a, "sibling-victim", AccessMask.MaximumAllowed.Value),
            s => s.Report.Succeeded),
        With("sibling-token", Borrow, There(@"home\ws2\new")),
    ];

    private static AttackCode With(string name, Action<Attempt> run, Func<Scene, bool> worked) =>
        new(name, run, worked) { Prepare = s => _ = s.Sibling };

    /// <summary>
    /// Its desktop is in the same window station, which the system names after the logon session. Outside it is the
    /// user's.
    /// </summary>
    private static void Desktop(Attempt a) => a.Try("OpenDesktopW", User32.OpenDesktopW(a["sibling-desktop"], 0, 0,
        User32.DESKTOP_CREATEWINDOW | User32.DESKTOP_WRITEOBJECTS | User32.DESKTOP_HOOKCONTROL));

    private static void Borrow(Attempt a)
    {
        var process = OutsideProcesses.Open(a, "sibling-victim", Kernel32.PROCESS_QUERY_INFORMATION);
        if (process == 0) return;
        var token = Advapi32.TokenOf(process, Advapi32.TOKEN_DUPLICATE | Advapi32.TOKEN_QUERY);
        if (!a.Try("OpenProcessToken", token)) return;
        var copy = Advapi32.Copy(token, Advapi32.TOKEN_IMPERSONATE | Advapi32.TOKEN_QUERY, primary: false);
        if (!a.Try("DuplicateTokenEx", copy)
            || !a.Try("ImpersonateLoggedOnUser", Advapi32.ImpersonateLoggedOnUser(copy)))
            return;
        try
        {
            Create(a, a["sibling-root"] + @"\new");
        }
        finally
        {
            _ = Advapi32.RevertToSelf();
        }
    }
}
