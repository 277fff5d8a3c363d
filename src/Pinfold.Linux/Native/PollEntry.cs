using System.Runtime.InteropServices;

namespace Pinfold.Linux.Native;

/// <summary>struct pollfd (poll(2)). A negative descriptor is skipped.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct PollEntry
{
    internal const short In = 1, Out = 4, Error = 8, HangUp = 0x10;
    internal int Descriptor;
    internal short Wanted, Happened;

    internal PollEntry(int descriptor, short wanted) => (Descriptor, Wanted) = (descriptor, wanted);
}
