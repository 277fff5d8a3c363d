using System.Runtime.InteropServices;

namespace Pinfold.Windows.Native;

/// <summary>kernel32.dll: volumes, and where they are mounted (fileapi.h).</summary>
internal static unsafe partial class Kernel32
{
    [LibraryImport("kernel32.dll", SetLastError = true)]
    private static partial VolumeSearchHandle FindFirstVolumeW(char* name, uint characters);

    [LibraryImport("kernel32.dll", SetLastError = true)]
    private static partial int FindNextVolumeW(VolumeSearchHandle search, char* name, uint characters);

    [LibraryImport("kernel32.dll", SetLastError = true)]
    internal static partial int FindVolumeClose(nint search);

    [LibraryImport("kernel32.dll", SetLastError = true, StringMarshalling = StringMarshalling.Utf16)]
    private static partial int GetVolumePathNamesForVolumeNameW(string volume, char* names,
        uint characters, uint* length);

    /// <summary>Every volume of this computer, <c>\\?\Volume{…}\</c>, with a letter or without.</summary>
    internal static List<string> VolumeNames()
    {
        Recorder.Call($"FindFirstVolumeW()");
        const int NameCharacters = 260; // MAX_PATH; a name has 50
        var name = stackalloc char[NameCharacters];
        using var search = NativeException.Check(FindFirstVolumeW(name, NameCharacters), nameof(FindFirstVolumeW));
        var names = new List<string>();
        do names.Add(new(name));
        while (FindNextVolumeW(search, name, NameCharacters) != 0);
        var error = Marshal.GetLastPInvokeError();
        if (error != ERROR_NO_MORE_FILES) NativeException.CheckCode(error, nameof(FindNextVolumeW));
        return names;
    }

    /// <summary>Where a volume is mounted: drives, and folders of other volumes; each ends with a backslash.</summary>
    internal static string[] PlacesOf(string volume)
    {
        Recorder.Call($"GetVolumePathNamesForVolumeNameW({volume})");
        var buffer = new char[1024];
        while (true)
        {
            uint length;
            int ok;
            fixed (char* to = buffer) ok = GetVolumePathNamesForVolumeNameW(volume, to, (uint)buffer.Length, &length);
            if (ok == 0 && Marshal.GetLastPInvokeError() == ERROR_MORE_DATA && length > buffer.Length)
            {
                buffer = new char[length];
                continue;
            }

            NativeException.Check(ok, nameof(GetVolumePathNamesForVolumeNameW), volume);
            return new string(buffer, 0, (int)Math.Min(length, buffer.Length))
                .Split('\0', StringSplitOptions.RemoveEmptyEntries);
        }
    }
}
