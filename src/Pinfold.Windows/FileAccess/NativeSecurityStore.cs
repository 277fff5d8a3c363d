using Pinfold.Windows.Native;

namespace Pinfold.Windows.FileAccess;

/// <summary>
/// The disk. Paths are absolute Win32 paths with the prefix <c>\\?\</c>, spelled as the disk spells them.
/// </summary>
internal sealed class NativeSecurityStore : ISecurityStore
{
    private const uint AsItIs = Kernel32.FILE_FLAG_BACKUP_SEMANTICS | Kernel32.FILE_FLAG_OPEN_REPARSE_POINT;

    /// <inheritdoc/>
    public ISecuredItem? Open(string path, ItemAccess access) => OpenItem(path, access);

    /// <summary>As <see cref="Open"/>.</summary>
    internal static NativeItem? OpenItem(string path, ItemAccess access, uint more = 0,
        uint share = Kernel32.FILE_SHARE_VALID_FLAGS)
    {
        var rights = Kernel32.READ_CONTROL | Kernel32.FILE_READ_ATTRIBUTES | Kernel32.SYNCHRONIZE | more
            | (access.HasFlag(ItemAccess.WriteDacl) ? Kernel32.WRITE_DAC : 0)
            | (access.HasFlag(ItemAccess.WriteLabel) ? Kernel32.WRITE_OWNER : 0)
            | (access.HasFlag(ItemAccess.List) ? Kernel32.FILE_LIST_DIRECTORY : 0);
        FileHandle handle;
        try
        {
            handle = Kernel32.CreateFile(path, rights, share, Kernel32.OPEN_EXISTING, AsItIs);
        }
        catch (NativeException e) when (e.Code is Kernel32.ERROR_FILE_NOT_FOUND or Kernel32.ERROR_PATH_NOT_FOUND)
        {
            return null;
        }

        try
        {
            // A link on the way would lead elsewhere: the kernel's own name of what was opened shows it.
            var real = Kernel32.FinalPath(handle);
            if (!string.Equals(real, path, StringComparison.OrdinalIgnoreCase))
                throw new IOException($"{path} leads to {real}: a folder on the way is a link or has another name");
            return new(path, handle);
        }
        catch (IOException)
        {
            handle.Dispose();
            throw;
        }
    }
}
