using Pinfold.Core.WindowsModel;
using Pinfold.Core.WindowsModel.Rights;
using Pinfold.Windows.Native;

namespace Pinfold.Windows.Setup;

/// <summary>
/// A folder that administrators alone change. In a folder where users may make some, one of that name may be anybody's.
/// </summary>
internal static class SecuredFolder
{
    private const uint Parts = Advapi32.OWNER_SECURITY_INFORMATION | Advapi32.DACL_SECURITY_INFORMATION;
    // FILE_DELETE_CHILD, DELETE, WRITE_DAC, WRITE_OWNER, GENERIC_WRITE, GENERIC_ALL
    private const uint Writing = (uint)(FileRights.WriteData | FileRights.AppendData) | 0x500D_0040;

    /// <summary>True when it is there, no link, and has that owner and that list.</summary>
    internal static bool Is(string path, string sddl)
    {
        if (!Directory.Exists(path) || IsLink(path)) return false;
        var (there, wanted) = (Read(path), SecurityDescriptor.Parse(sddl));
        return there.Owner == wanted.Owner && Entries(there) == Entries(wanted);
    }

    /// <summary>
    /// Makes it, with its descriptor from its first moment; one that is there has to be administrators' own, and gets
    /// the descriptor.
    /// </summary>
    /// <exception cref="SetupException">One is there that somebody else could have made, or changed.</exception>
    internal static void Make(string path, string sddl)
    {
        var wanted = SecurityDescriptor.Parse(sddl);
        if (!Directory.Exists(path))
        {
            Kernel32.CreateDirectory(path, wanted);
            return;
        }

        if (Fault(path) is { } fault) throw new SetupException(fault);
        using var folder = Kernel32.CreateFile(
            path, AccessMask.WriteDac.Value | AccessMask.WriteOwner.Value | AccessMask.ReadControl.Value,
            Kernel32.FILE_SHARE_VALID_FLAGS, Kernel32.OPEN_EXISTING,
            Kernel32.FILE_FLAG_BACKUP_SEMANTICS | Kernel32.FILE_FLAG_OPEN_REPARSE_POINT);
        Advapi32.SetSecurity(folder, Parts | Advapi32.PROTECTED_DACL_SECURITY_INFORMATION, wanted, path);
    }

    /// <summary>False when something is in it, and it stays.</summary>
    internal static bool Remove(string path)
    {
        if (!Directory.Exists(path)) return true;
        if (Directory.EnumerateFileSystemEntries(path).Any()) return false;
        Directory.Delete(path);
        return true;
    }

    /// <summary>
    /// Why what lies there is not to be trusted, with the remedy; null when only administrators and the system could
    /// have put it there.
    /// </summary>
    internal static string? Fault(string path)
    {
        if (IsLink(path)) return $"{path} is a link, and nothing is kept behind it; remove it";
        var descriptor = Read(path);
        if (descriptor.Owner is not { } owner || !IsTrusted(owner))
            return $"{path} belongs to {descriptor.Owner?.ToString() ?? "nobody"}, who could have put anything into it; look at it, and remove it";
        if (descriptor.Dacl is not { } dacl) return $"{path} may be changed by everybody; look at it, and remove it";
        var writer = dacl.Aces.FirstOrDefault(
            a => a.Type == AceType.Allowed && (a.Mask.Value & Writing) != 0 && !IsTrusted(a.Sid));
        return writer is null ? null : $"{path} may be changed by {writer.Sid}; look at what is in it, and remove it";
    }

    /// <summary>Owner and entries as text, for people and for comparisons.</summary>
    internal static string Look(string path) =>
        IsLink(path) ? "link" : $"owner {Read(path).Owner} {Entries(Read(path)).Replace('\n', ' ')}";

    private static bool IsTrusted(Sid sid) => sid == WellKnownSids.LocalSystem
        || sid == WellKnownSids.Administrators || sid == WellKnownSids.TrustedInstaller;

    private static bool IsLink(string path) => File.GetAttributes(path).HasFlag(FileAttributes.ReparsePoint);

    private static SecurityDescriptor Read(string path)
    {
        using var folder = Kernel32.CreateFile(path, AccessMask.ReadControl.Value, Kernel32.FILE_SHARE_VALID_FLAGS,
            Kernel32.OPEN_EXISTING, Kernel32.FILE_FLAG_BACKUP_SEMANTICS | Kernel32.FILE_FLAG_OPEN_REPARSE_POINT);
        return Advapi32.Security(folder, Parts, path);
    }

    private static string Entries(SecurityDescriptor descriptor) =>
        descriptor.Dacl is { } dacl ? string.Join('\n', dacl.Aces.Select(a => a.ToString())) : "none";
}
