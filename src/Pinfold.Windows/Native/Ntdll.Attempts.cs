using System.Runtime.InteropServices;

namespace Pinfold.Windows.Native;

/// <summary>ntdll.dll, for attacks.</summary>
internal static unsafe partial class Ntdll
{
    internal const uint FILE_OPEN = 1;

    /// <summary>
    /// Opens a file by the object manager's name, below <paramref name="folder"/> when that is not 0; ERROR_SUCCESS or
    /// the error.
    /// </summary>
    internal static int Open(string name, uint access, uint disposition, nint folder, out nint opened)
    {
        fixed (char* text = name)
        {
            var counted = new UNICODE_STRING
                { Length = (ushort)(name.Length * 2), MaximumLength = (ushort)(name.Length * 2), Buffer = text };
            var attributes = new OBJECT_ATTRIBUTES
            {
                Length = (uint)sizeof(OBJECT_ATTRIBUTES), ObjectName = &counted,
                Attributes = OBJ_CASE_INSENSITIVE, RootDirectory = folder
            };
            IO_STATUS_BLOCK status;
            var result = NtCreateFile(
                out var file, access | Kernel32.SYNCHRONIZE, &attributes, &status, null, 0,
                Kernel32.FILE_SHARE_VALID_FLAGS, disposition, FILE_SYNCHRONOUS_IO_NONALERT, null, 0);
            opened = file.DangerousGetHandle();
            file.SetHandleAsInvalid();
            return result < 0 ? (int)RtlNtStatusToDosError(result) : 0;
        }
    }
}
