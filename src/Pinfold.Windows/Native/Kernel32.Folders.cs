using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Pinfold.Windows.Native;

/// <summary>kernel32.dll: the entries of an open folder, and the change journal (winbase.h, winioctl.h).</summary>
internal static unsafe partial class Kernel32
{
    internal const int FileIdBothDirectoryInfo = 10, FileIdBothDirectoryRestartInfo = 11;
    internal const uint FSCTL_READ_FILE_USN_DATA = 0x900EB, FSCTL_WRITE_USN_CLOSE_RECORD = 0x900EF;

    /// <summary>What is told of one entry: its name, attributes and reparse tag (0 for none).</summary>
    internal delegate void Entry(string name, uint attributes, uint tag);

    /// <summary>
    /// Tells <paramref name="see"/> every entry of a folder that was opened with FILE_LIST_DIRECTORY; <c>.</c> and
    /// <c>..</c> left out.
    /// </summary>
    internal static void List(FileHandle folder, Entry see, int most = int.MaxValue)
    {
        Recorder.Call($"GetFileInformationByHandleEx({folder}, FILE_ID_BOTH_DIR_INFO)");
        const int ListBytes = 65536;
        var buffer = new long[ListBytes / sizeof(long)]; // aligned as the entries are
        fixed (long* start = buffer)
        {
            var kind = FileIdBothDirectoryRestartInfo;
            while (GetFileInformationByHandleEx(folder, kind, start, ListBytes) != 0)
            {
                kind = FileIdBothDirectoryInfo;
                for (var entry = (FILE_ID_BOTH_DIR_INFO*)start; ;
                    entry = (FILE_ID_BOTH_DIR_INFO*)((byte*)entry + entry->NextEntryOffset))
                {
                    var name = new string((char*)entry->FileName, 0, (int)entry->FileNameLength / sizeof(char));
                    if (name is not ("." or ".."))
                    {
                        if (most-- <= 0) return;
                        // MS-FSCC 2.4.17
                        see(name, entry->FileAttributes,
                            (entry->FileAttributes & FILE_ATTRIBUTE_REPARSE_POINT) != 0 ? entry->EaSize : 0);
                    }

                    if (entry->NextEntryOffset == 0) break;
                }
            }

            var error = Marshal.GetLastPInvokeError();
            if (error is not (ERROR_NO_MORE_FILES or ERROR_FILE_NOT_FOUND))
                NativeException.CheckCode(error, nameof(GetFileInformationByHandleEx));
        }
    }

    /// <summary>
    /// The number of the last record about a file in its volume's change journal (MS-FSA 2.1.5.10.27); null where none
    /// is kept.
    /// </summary>
    internal static long? LastChange(FileHandle file)
    {
        Recorder.Call($"DeviceIoControl({file}, FSCTL_READ_FILE_USN_DATA)");
        const int RecordBytes = 1024, VersionOfLongIds = 3;
        var record = stackalloc long[RecordBytes / sizeof(long)];
        var versions = stackalloc ushort[] { 2, VersionOfLongIds }; // READ_FILE_USN_DATA
        uint length;
        if (DeviceIoControl(file, FSCTL_READ_FILE_USN_DATA, versions, 2 * sizeof(ushort), record,
            RecordBytes, &length, null) == 0)
            return null;
        var bytes = new ReadOnlySpan<byte>(record, (int)length);
        // USN_RECORD_V3, USN_RECORD_V2
        var at = BinaryPrimitives.ReadUInt16LittleEndian(bytes[4..]) >= VersionOfLongIds ? 40 : 24;
        return BinaryPrimitives.ReadInt64LittleEndian(bytes[at..]);
    }

    /// <summary>
    /// Writes a record about a file into the journal: every later one has a greater number. Null where no journal is
    /// kept.
    /// </summary>
    internal static long? MarkChange(FileHandle file)
    {
        Recorder.Call($"DeviceIoControl({file}, FSCTL_WRITE_USN_CLOSE_RECORD)");
        long number;
        uint length;
        return DeviceIoControl(file, FSCTL_WRITE_USN_CLOSE_RECORD, null, 0, &number, sizeof(long), &length, null) != 0
            && length == sizeof(long)
            ? number
            : null;
    }
}
