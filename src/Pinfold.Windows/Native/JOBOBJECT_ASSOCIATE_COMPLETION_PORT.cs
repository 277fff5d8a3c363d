using System.Runtime.InteropServices;

namespace Pinfold.Windows.Native;

/// <summary>struct JOBOBJECT_ASSOCIATE_COMPLETION_PORT (winnt.h).</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct JOBOBJECT_ASSOCIATE_COMPLETION_PORT
{
    internal nint CompletionKey;
    internal nint CompletionPort;
}
