using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Pinfold.Bench.Fence;

/// <summary>One child process from posix_spawn(3) to wait4(2), as a shell would see it.</summary>
/// <param name="Milliseconds">Wall time.</param>
/// <param name="Processor">User and system time of the whole tree, in milliseconds.</param>
/// <param name="Status">The exit status; 128 + n for signal n.</param>
internal sealed unsafe partial record Child(double Milliseconds, double Processor, int Status)
{
    internal static Child Run(IReadOnlyList<string> argv)
    {
        var words = argv.Select(Marshal.StringToCoTaskMemUTF8).ToArray();
        var text = stackalloc byte*[words.Length + 1];
        for (var i = 0; i < words.Length; i++) text[i] = (byte*)words[i];
        text[words.Length] = null;
        try
        {
            var environment = *(byte***)NativeLibrary.GetExport(NativeLibrary.GetMainProgramHandle(), "environ");
            var start = Stopwatch.GetTimestamp();
            var error = PosixSpawn(out var pid, text[0], 0, 0, text, environment);
            if (error != 0) throw new InvalidOperationException($"posix_spawn {argv[0]}: error {error}");
            Usage usage;
            int status;
            while (Wait4(pid, out status, 0, &usage) < 0)
            {
            }

            var elapsed = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            return new(elapsed, usage.Processor, (status & 0x7f) != 0 ? 128 + (status & 0x7f) : (status >> 8) & 0xff);
        }
        finally
        {
            foreach (var word in words) Marshal.FreeCoTaskMem(word);
        }
    }

    /// <summary>struct rusage (getrusage(2)).</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct Usage
    {
        internal long UserSeconds, UserMicroseconds, SystemSeconds, SystemMicroseconds;
        private fixed long _rest[14];

        internal readonly double Processor =>
            ((UserSeconds + SystemSeconds) * 1e3) + ((UserMicroseconds + SystemMicroseconds) / 1e3);
    }

    [LibraryImport("libc", EntryPoint = "posix_spawn")]
    private static partial int PosixSpawn(out int pid, byte* path, nint actions, nint attributes,
        byte** argv, byte** envp);

    [LibraryImport("libc", EntryPoint = "wait4", SetLastError = true)]
    private static partial int Wait4(int pid, out int status, int options, Usage* usage);
}
