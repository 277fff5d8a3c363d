using System.Runtime.InteropServices;

namespace Pinfold.Windows.Native;

/// <summary>ntdll.dll: names looked up from an open folder, never through a link.</summary>
internal static unsafe partial class Ntdll
{
    internal const int FileRenameInformation = 10;
    internal const int STATUS_NO_SUCH_FILE = unchecked((int)0xC000000F),
        STATUS_ACCESS_DENIED = unchecked((int)0xC0000022), STATUS_OBJECT_NAME_INVALID = unchecked((int)0xC0000033);
    internal const int STATUS_OBJECT_NAME_NOT_FOUND = unchecked((int)0xC0000034),
        STATUS_OBJECT_PATH_NOT_FOUND = unchecked((int)0xC000003A);
    internal const int STATUS_DELETE_PENDING = unchecked((int)0xC0000056),
        STATUS_NOT_SAME_DEVICE = unchecked((int)0xC00000D4);
    internal const uint FILE_NON_DIRECTORY_FILE = 0x40, FILE_OPEN_FOR_BACKUP_INTENT = 0x4000;

    [LibraryImport("ntdll.dll")]
    private static partial int NtSetInformationFile(FileHandle file, IO_STATUS_BLOCK* status, void* information,
        uint size, int kind);

    /// <summary>
    /// Opens or makes <paramref name="name"/>, one component, in <paramref name="folder"/>; the folder again for an
    /// empty name. A link is opened itself.
    /// </summary>
    /// <param name="folder">The folder.</param>
    /// <param name="name">The name.</param>
    /// <param name="access">The rights.</param>
    /// <param name="options">FILE_DIRECTORY_FILE or FILE_NON_DIRECTORY_FILE, or 0.</param>
    /// <param name="disposition">FILE_OPEN or FILE_CREATE.</param>
    /// <param name="opened">What was opened; invalid on a failure.</param>
    /// <param name="waits">False: without SYNCHRONIZE, which an owner whom the DACL refuses does not get. Only
    /// attributes and descriptor can be used then.</param>
    /// <returns>The status.</returns>
    internal static int OpenBelow(FileHandle folder, string name, uint access, uint options, uint disposition,
        out FileHandle opened, bool waits = true)
    {
        Recorder.Call(
            $"NtCreateFile({folder}, {name}, access {access:x}, options {options:x}, disposition {disposition})");
        fixed (char* text = name)
        {
            var counted = new UNICODE_STRING
                { Length = (ushort)(name.Length * 2), MaximumLength = (ushort)(name.Length * 2), Buffer = text };
            var attributes = new OBJECT_ATTRIBUTES
            {
                Length = (uint)sizeof(OBJECT_ATTRIBUTES), RootDirectory = folder.DangerousGetHandle(),
                ObjectName = &counted, Attributes = OBJ_CASE_INSENSITIVE,
            };
            IO_STATUS_BLOCK status;
            var result = NtCreateFile(
                out opened, access | (waits ? Kernel32.SYNCHRONIZE : 0), &attributes, &status,
                null, Kernel32.FILE_ATTRIBUTE_NORMAL, Kernel32.FILE_SHARE_VALID_FLAGS, disposition,
                options | (waits ? FILE_SYNCHRONOUS_IO_NONALERT : 0)
                    | FILE_OPEN_REPARSE_POINT | FILE_OPEN_FOR_BACKUP_INTENT,
                null, 0);
            GC.KeepAlive(folder);
            if (result < 0) opened.SetHandleAsInvalid();
            else Recorder.Made(opened);
            return result;
        }
    }

    /// <summary>As the failure of a Win32 function.</summary>
    internal static void Check(int status, string function, string subject)
    {
        if (status < 0) NativeException.CheckCode((int)RtlNtStatusToDosError(status), function, subject);
    }

    /// <summary>
    /// Renames what was opened with DELETE to <paramref name="name"/> in <paramref name="folder"/>, on the same volume,
    /// never over something.
    /// </summary>
    /// <returns>The status.</returns>
    internal static int Rename(FileHandle file, FileHandle folder, string name)
    {
        Recorder.Call($"NtSetInformationFile({file}, FileRenameInformation, {folder}, {name})");
        var buffer = new byte[sizeof(FILE_RENAME_INFO) + (name.Length * 2)];
        fixed (byte* bytes = buffer)
        {
            var rename = (FILE_RENAME_INFO*)bytes;
            rename->RootDirectory = folder.DangerousGetHandle();
            rename->FileNameLength = (uint)(name.Length * 2);
            name.CopyTo(new Span<char>((char*)rename->FileName, name.Length));
            IO_STATUS_BLOCK status;
            var result = NtSetInformationFile(file, &status, bytes, (uint)buffer.Length, FileRenameInformation);
            GC.KeepAlive(folder);
            return result;
        }
    }
}
