using System.Text;
using Microsoft.Win32.SafeHandles;
using Pinfold.Core.Paths;
using Pinfold.Core.WindowsModel;
using Pinfold.Core.WindowsModel.Access;
using Pinfold.Windows.FileAccess;
using Pinfold.Windows.Native;

namespace Pinfold.Windows.Host;

/// <summary>
/// The newest answers about this host, a word on each line of a file in the state folder, which is hidden inside the
/// fence. A file that a command could have written is not read, and a damaged one has no word that fits: asking again
/// is the answer to every doubt.
/// </summary>
/// <param name="state">The state folder.</param>
/// <param name="name">The file's name.</param>
/// <param name="user">Whose it is.</param>
internal sealed class HostMemory(CanonicalPath state, string name, Sid user)
{
    private const int Kept = 16, MostBytes = 4096;
    private readonly string _path = WindowsPath.ToExtended(state) + @"\" + name;

    /// <summary>The words, the newest first; none when there is any doubt.</summary>
    internal string[] Words()
    {
        try
        {
            using var item = NativeSecurityStore.OpenItem(_path, ItemAccess.Read, Kernel32.FILE_READ_DATA);
            if (item is not { IsFolder: false, IsLink: false, Links: 1 } || !IsKept(item.Read(), user)) return [];
            using var file = new SafeFileHandle(item.Handle.DangerousGetHandle(), ownsHandle: false);
            var bytes = new byte[MostBytes];
            var text = Encoding.ASCII.GetString(bytes, 0, RandomAccess.Read(file, bytes, 0));
            return [
                .. text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Take(Kept)];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or SecurityFormatException)
        {
            return [];
        }
    }

    internal bool Contains(string word) => Words().Contains(word, StringComparer.Ordinal);

    /// <summary>
    /// Adds a word; the oldest one makes room. Written whole, so that a kill leaves the old or the new file.
    /// </summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    internal void Add(string word)
    {
        string[] words = [word, .. Words().Take(Kept - 1)];
        var temporary = $"{_path}.{Environment.ProcessId}";
        File.WriteAllLines(temporary, words);
        File.Move(temporary, _path, overwrite: true);
    }

    /// <summary>
    /// True for a file of the user's, or of those above, that no level below medium may write: what a command makes has
    /// the command's level, and what an account of the elevated mode makes is the account's.
    /// </summary>
    internal static bool IsKept(SecurityDescriptor descriptor, Sid user) =>
        IntegrityCheck.KeepsBelowMedium(descriptor.MandatoryLabel)
            && (descriptor.Owner == user || descriptor.Owner == WellKnownSids.Administrators
                || descriptor.Owner == WellKnownSids.LocalSystem);
}
