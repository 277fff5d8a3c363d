using Pinfold.Core.Ledger;
using Pinfold.Core.Planning.Windows.Elevated;
using Pinfold.Windows.FileAccess;

namespace Pinfold.Windows.Setup;

/// <summary>
/// The set-up's ledger. What it says is done as an administrator: nothing is read of a folder that somebody else could
/// write.
/// </summary>
internal static class SetupLedger
{
    /// <summary>
    /// Opens the ledger of this host, locked; makes its folder and itself where <paramref name="create"/>, else null
    /// when there is none.
    /// </summary>
    /// <exception cref="SetupException">Somebody else may write the ledger.</exception>
    internal static LedgerFile? Open(bool create) => Open(SetupPaths.State, create);

    internal static LedgerFile? Open(string folder, bool create)
    {
        if (!Directory.Exists(folder))
        {
            if (!create) return null;
            SecuredFolder.Make(folder, WindowsSetup.ProgramSddl);
        }
        else if (SecuredFolder.Fault(folder) is { } fault)
        {
            throw new SetupException(fault);
        }

        var path = folder + @"\ledger";
        return create || File.Exists(path) ? LedgerFile.Open(path) : null;
    }

    /// <summary>
    /// The ledger as it is now, also while another process writes it: a record that is half there does not count.
    /// </summary>
    internal static LedgerBook Read()
    {
        if (SecuredFolder.Fault(SetupPaths.State) is { } fault) throw new SetupException(fault);
        using var file = new FileStream(SetupPaths.Ledger, FileMode.Open, System.IO.FileAccess.Read,
            FileShare.ReadWrite | FileShare.Delete);
        var bytes = new byte[file.Length];
        return LedgerBook.Replay(bytes.AsSpan(0, file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false)));
    }
}
