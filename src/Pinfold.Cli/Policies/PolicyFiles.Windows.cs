using Microsoft.Win32.SafeHandles;
using Pinfold.Core.Paths;
using Pinfold.Core.Policy;
using Pinfold.Windows.FileAccess;
using Pinfold.Windows.Native;

namespace Pinfold.Cli.Policies;

internal static partial class PolicyFiles
{
    private static CanonicalPath Machine =>
        WindowsPath.Parse(Environment.GetFolderPath(Environment.SpecialFolder.CommonApplicationData))
            .Combine("pinfold/policy.toml");

    /// <summary>The file's bytes; null when there is none.</summary>
    private static byte[]? Read(PolicyLayer layer, CanonicalPath path)
    {
        try
        {
            using var file = Open(layer, path);
            if (file is null) return null;
            if (file.IsFolder || (layer == PolicyLayer.Project && file.IsLink))
                throw Unreadable(path, "it is not a regular file");
            if (layer != PolicyLayer.Project && PolicyAuthor.Fault(file.Read(), layer) is { } fault)
                throw Unreadable(path, fault);
            var bytes = new byte[MaxBytes + 1];
            using var content = new SafeFileHandle(file.Handle.DangerousGetHandle(), ownsHandle: false);
            var length = RandomAccess.Read(content, bytes, 0);
            return length <= MaxBytes ? bytes[..length] : throw Unreadable(path, $"it is longer than {MaxBytes} bytes");
        }
        catch (NativeException e)
        {
            throw Unreadable(path, e.Message);
        }
    }

    /// <summary>A project's file is hostile: no link out of the workspace.</summary>
    private static NativeItem? Open(PolicyLayer layer, CanonicalPath path)
    {
        const uint Rights = Kernel32.GENERIC_READ | Kernel32.READ_CONTROL;
        var flags = Kernel32.FILE_FLAG_BACKUP_SEMANTICS
            | (layer == PolicyLayer.Project ? Kernel32.FILE_FLAG_OPEN_REPARSE_POINT : 0);
        try
        {
            return new(WindowsPath.ToWin32(path),
                Kernel32.CreateFile(WindowsPath.ToExtended(path), Rights, Kernel32.FILE_SHARE_VALID_FLAGS,
                    Kernel32.OPEN_EXISTING, flags));
        }
        catch (NativeException e) when (e.Code is Kernel32.ERROR_FILE_NOT_FOUND or Kernel32.ERROR_PATH_NOT_FOUND)
        {
            return null;
        }
    }
}
