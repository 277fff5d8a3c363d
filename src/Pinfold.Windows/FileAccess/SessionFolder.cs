using System.Buffers;
using Pinfold.Core.Paths;
using Pinfold.Core.WindowsModel;
using Pinfold.Windows.Native;

namespace Pinfold.Windows.FileAccess;

/// <summary>
/// A session's folder for temporary files. While pinfold lives it holds a handle without FILE_SHARE_DELETE, by which a
/// later start tells the folder of a session that lives from one that a crash left.
/// </summary>
internal sealed class SessionFolder : IDisposable
{
    private const string Prefix = "pinfold-";
    private static readonly SearchValues<char> Hexadecimal = SearchValues.Create("0123456789abcdef");
    private readonly string _path;
    private readonly Pins _pin = new();

    private SessionFolder(string path) => _path = path;

    /// <summary>Makes it, and removes those that crashes left beside it.</summary>
    internal static SessionFolder Make(CanonicalPath path, SecurityDescriptor descriptor)
    {
        Sweep(path.Parent);
        var folder = new SessionFolder(WindowsPath.ToExtended(path));
        for (var again = true; ; again = false)
        {
            Kernel32.CreateDirectory(folder._path, descriptor);
            try
            {
                using var item = new NativeSecurityStore().Open(folder._path, ItemAccess.Read)
                    ?? throw new FileNotFoundException("it was removed meanwhile", folder._path);
                folder._pin.Hold(folder._path, item.Identity);
                return folder;
            }
            catch (FileNotFoundException) when (again)
            {
                continue; // another session that started at the same moment took it for one that a crash left
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _pin.Dispose();
        TryRemove(_path);
    }

    private static void Sweep(CanonicalPath temp)
    {
        foreach (var left in Directory.EnumerateDirectories(WindowsPath.ToExtended(temp), Prefix + "*"))
        {
            if (IsName(Path.GetFileName(left.AsSpan())) && !IsAlive(left)) TryRemove(left);
        }
    }

    private static void TryRemove(string folder)
    {
        try
        {
            TreeRemoval.Remove(folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return; // somebody looks at it, such as a virus scanner: the next start tries again
        }
    }

    private static bool IsName(ReadOnlySpan<char> name) =>
        name.Length == Prefix.Length + 16 && !name[Prefix.Length..].ContainsAnyExcept(Hexadecimal);

    private static bool IsAlive(string path)
    {
        try
        {
            Kernel32.CreateFile(path, Kernel32.DELETE, Kernel32.FILE_SHARE_VALID_FLAGS, Kernel32.OPEN_EXISTING,
                Kernel32.FILE_FLAG_BACKUP_SEMANTICS | Kernel32.FILE_FLAG_OPEN_REPARSE_POINT).Dispose();
            return false;
        }
        catch (NativeException)
        {
            return true; // held, or not ours
        }
    }
}
