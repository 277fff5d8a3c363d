using System.Runtime.InteropServices;

namespace Pinfold.Linux.Native;

/// <summary>libc: what attacks and their controls need.</summary>
internal static unsafe partial class Libc
{
    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true)]
    internal static partial nint Syscall6(nint number, nint a, nint b, nint c, nint d, nint e, nint f);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_addchdir_np")]
    internal static partial int SpawnActionsAddChdir(void* actions, byte* path);
}
