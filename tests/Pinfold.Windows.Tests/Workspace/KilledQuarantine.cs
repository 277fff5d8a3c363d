using System.Diagnostics;
using Pinfold.Windows.Native;

namespace Pinfold.Windows.Tests.Workspace;

/// <summary>
/// A file that a command made goes into the quarantine, or comes back. The process ends itself, as the task manager
/// would end it, before a chosen one of the calls that change something on the disk.
/// </summary>
internal static class KilledQuarantine
{
    /// <summary>The verb of <see cref="Inside"/>; sessions 1 learned, and 2 made what is moved.</summary>
    internal static int Run(string verb, string folder, int diesAt)
    {
        using var audited = new AuditedFolder(folder, sessions: verb == "take" ? 1 : 2);
        using var ticket = verb == "take" ? audited.Begin() : null;
        if (ticket is not null) Make(audited);
        var moment = 0;
        using var recorder = Recorder.Start();
        recorder.Calling = call =>
        {
            if (!call.StartsWith("Set", StringComparison.Ordinal)
                && !call.StartsWith("NtSet", StringComparison.Ordinal))
                return;
            if (moment++ != diesAt) return;
            using var self = Process.GetCurrentProcess();
            self.Kill();
        };
        if (ticket is not null) audited.Auditor.Run(ticket);
        else audited.Auditor.Restore(audited.Quarantine, 1);
        return 0;
    }

    /// <summary>What the command makes: open to everybody.</summary>
    internal static void Make(AuditedFolder folder)
    {
        folder.Write(@"a\.vscode\deep\tasks.json", "{}");
        foreach (var name in (string[])[@"a\.vscode\deep\tasks.json", @"a\.vscode\deep", @"a\.vscode"])
            folder.Open(name);
    }
}
