using System.Runtime.InteropServices;

namespace Pinfold.Windows.Native;

/// <summary>
/// advapi32.dll: the event log (winbase.h). Nobody is told when it cannot be written: there is nowhere else to say so.
/// </summary>
internal static unsafe partial class Advapi32
{
    internal const uint EVENTLOG_ERROR_TYPE = 1;

    [LibraryImport("advapi32.dll", SetLastError = true, StringMarshalling = StringMarshalling.Utf16)]
    private static partial nint RegisterEventSourceW(string? server, string source);

    [LibraryImport("advapi32.dll", SetLastError = true)]
    private static partial int ReportEventW(nint log, ushort type, ushort category, uint id, void* user, ushort strings,
        uint size, char** text, void* data);

    [LibraryImport("advapi32.dll", SetLastError = true)]
    private static partial int DeregisterEventSource(nint log);

    /// <summary>
    /// Writes one error to the Application log. Without a file of messages in the registry its text is shown as it is,
    /// after a note that says so.
    /// </summary>
    internal static void Report(string source, string message)
    {
        Recorder.Call($"RegisterEventSourceW({source})");
        var log = RegisterEventSourceW(null, source);
        if (log == 0) return;
        fixed (char* text = message)
        {
            var first = text;
            Recorder.Call($"ReportEventW({EVENTLOG_ERROR_TYPE}, {message})");
            _ = ReportEventW(log, (ushort)EVENTLOG_ERROR_TYPE, 0, 1, null, 1, 0, &first, null);
        }

        _ = DeregisterEventSource(log);
    }
}
