using Pinfold.Core.WindowsModel;
using Pinfold.Windows.Native;
using Pinfold.Windows.Tokens;

namespace Pinfold.Windows.FileAccess;

/// <summary>Files that the user owns and a command may have closed to him.</summary>
internal static class OwnFile
{
    /// <summary>
    /// Opens a name in a folder, a link as itself. Where its DACL refuses, the user, who owns it, first gets all
    /// rights, whatever the old one was.
    /// </summary>
    /// <returns>The status; <paramref name="file"/> is invalid on a failure.</returns>
    internal static int Open(FileHandle folder, string name, uint access, out FileHandle file)
    {
        var status = Ntdll.OpenBelow(folder, name, access, 0, Ntdll.FILE_OPEN, out file);
        if (status != Ntdll.STATUS_ACCESS_DENIED) return status;
        if (Ntdll.OpenBelow(folder, name, Kernel32.WRITE_DAC | Kernel32.FILE_READ_ATTRIBUTES, 0, Ntdll.FILE_OPEN,
            out var closed, waits: false) < 0)
            return status;
        using (var item = new NativeItem(name, closed))
        {
            if (!item.IsFolder && item.Links > 1) return status; // the list is that of its other names too
            using var token = Advapi32.OpenToken(-1, Advapi32.TOKEN_QUERY);
            item.WriteDacl(new SecurityDescriptor()
                .WithDacl(new(new Ace(AceType.Allowed, SecurableType.File.Mapping.All, TokenFacts.Read(token).User))));
        }

        return Ntdll.OpenBelow(folder, name, access, 0, Ntdll.FILE_OPEN, out file);
    }
}
