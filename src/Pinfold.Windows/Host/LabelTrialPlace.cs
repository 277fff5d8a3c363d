using System.Security.Cryptography;
using Pinfold.Core.Paths;
using Pinfold.Core.Planning.Windows;
using Pinfold.Core.WindowsModel;
using Pinfold.Core.WindowsModel.Inheritance;
using Pinfold.Windows.FileAccess;
using Pinfold.Windows.Native;

namespace Pinfold.Windows.Host;

/// <summary>
/// A folder for temporary files, of the trial's own. What a command would do, this thread does with the lowered token.
/// </summary>
internal sealed class LabelTrialPlace : ILabelTrialPlace, IDisposable
{
    private const uint AsItIs = Kernel32.FILE_FLAG_BACKUP_SEMANTICS | Kernel32.FILE_FLAG_OPEN_REPARSE_POINT;
    private readonly string _path;
    private readonly TokenHandle _lowered;
    private readonly SessionFolder _folder;

    internal LabelTrialPlace(CanonicalPath temp, Sid user, TokenHandle lowered)
    {
        // one that is left is swept as a session's
        var path = temp.Combine($"pinfold-{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8))}");
        (_path, _lowered) = (WindowsPath.ToExtended(path), lowered);
        _folder = SessionFolder.Make(path, SecurityDescriptor.Parse($"D:P(A;OICI;FA;;;SY)(A;OICI;FA;;;{user})"));
    }

    /// <inheritdoc/>
    public bool Make(string name, bool isFolder, bool asCommand, Ace? label = null)
    {
        if (!As(asCommand, () => MakeBare(Path(name), isFolder))) return false;
        if (label is null) return true;
        using var item = NativeSecurityStore.OpenItem(Path(name), ItemAccess.Read | ItemAccess.WriteLabel)
            ?? throw new FileNotFoundException("it was removed meanwhile", name);
        return Try(() => item.WriteLabel(OwnEntries.WithLabel(item.Read(), label))); // as a root gets it
    }

    /// <inheritdoc/>
    public bool Changes(string name) => As(asCommand: true, () =>
        Kernel32.CreateFile(Path(name), RootRights.Granted.Value, Kernel32.FILE_SHARE_VALID_FLAGS,
            Kernel32.OPEN_EXISTING, AsItIs).Dispose());

    /// <inheritdoc/>
    public Ace? LabelOf(string name)
    {
        using var item = NativeSecurityStore.OpenItem(Path(name), ItemAccess.Read)
            ?? throw new FileNotFoundException("it was removed meanwhile", name);
        return item.Read().MandatoryLabel;
    }

    /// <inheritdoc/>
    public void Dispose() => _folder.Dispose();

    private static void MakeBare(string path, bool isFolder)
    {
        if (isFolder) Kernel32.CreateDirectory(path);
        else
            Kernel32.CreateFile(path, Kernel32.GENERIC_WRITE, Kernel32.FILE_SHARE_VALID_FLAGS, Kernel32.CREATE_NEW, 0)
                .Dispose();
    }

    private static bool Try(Action call)
    {
        try
        {
            call();
            return true;
        }
        catch (NativeException e) when (e.Code is Kernel32.ERROR_ACCESS_DENIED or Kernel32.ERROR_PRIVILEGE_NOT_HELD)
        {
            return false;
        }
    }

    private bool As(bool asCommand, Action call)
    {
        if (!asCommand) return Try(call);
        Advapi32.Impersonate(_lowered);
        try
        {
            return Try(call);
        }
        finally
        {
            Advapi32.Revert();
        }
    }

    private string Path(string name) => $@"{_path}\{name}";
}
