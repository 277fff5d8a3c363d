using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using Pinfold.Core.Paths;

namespace Pinfold.Windows.Attacks;

/// <summary>Folders for scenes. Links in them are removed and never followed.</summary>
internal static class SceneFolder
{
    /// <summary>
    /// A folder for scenes of this process, beside the state folder and not in it: that one has a label that what lies
    /// in it would inherit. Those of processes that were killed are removed.
    /// </summary>
    internal static string Make(CanonicalPath state)
    {
        var all = Directory.CreateDirectory(WindowsPath.ToWin32(state) + "-verify").FullName;
        foreach (var folder in Directory.EnumerateDirectories(all))
            if (!IsAlive(Path.GetFileName(folder).Split('-')[0])) TryRemove(folder);
        return Directory.CreateDirectory(
            $@"{all}\{Environment.ProcessId}-{RandomNumberGenerator.GetHexString(4, lowercase: true)}").FullName;
    }

    /// <summary>Removes it, with what attackers made of it; what is in use stays.</summary>
    internal static void TryRemove(string path)
    {
        try
        {
            foreach (var entry in new DirectoryInfo(@"\\?\" + path).EnumerateFileSystemInfos())
            {
                if (entry.Attributes.HasFlag(FileAttributes.ReadOnly)) entry.Attributes = FileAttributes.Normal;
                if (entry is DirectoryInfo && !entry.Attributes.HasFlag(FileAttributes.ReparsePoint))
                    TryRemove(entry.FullName[4..]);
                else entry.Delete();
            }

            Directory.Delete(@"\\?\" + path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return; // the next run tries again
        }
    }

    private static bool IsAlive(string id)
    {
        try
        {
            if (!int.TryParse(id, CultureInfo.InvariantCulture, out var number)) return false;
            using var process = Process.GetProcessById(number);
            return true;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}
