using Pinfold.Core.Ledger;
using Pinfold.Core.Paths;
using Pinfold.Linux.Native;

namespace Pinfold.Linux.Setup;

/// <summary>The ledger's file: one process at a time, each record on the disk before the change it announces.</summary>
internal sealed unsafe class SetupLedger : HostLedger, IDisposable
{
    private readonly Descriptor _file;

    private SetupLedger(Descriptor file, LedgerBook book)
        : base(book) => _file = file;

    /// <summary>
    /// Opens the ledger of this host, locked; makes its folder and itself where <paramref name="create"/>, else null
    /// when there is none.
    /// </summary>
    /// <exception cref="SetupException">Another setup is at work, or somebody else may write the ledger.</exception>
    internal static SetupLedger? Open(bool create)
    {
        // uninstall asks it too: what could not be taken back is not begun
        if (create) TrustedFolder.Open(RootFile.Folder(SetupPaths.Runtime))?.Dispose();
        if (create) RootFolder.Make(SetupPaths.State, 0x1C0);
        using var folder = TrustedFolder.Open(SetupPaths.State);
        if (folder is null) return null;
        int fd;
        var flags = Libc.O_RDWR | Libc.O_NOFOLLOW | Libc.O_CLOEXEC | (create ? Libc.O_CREAT : 0);
        fixed (byte* name = "ledger\0"u8) fd = Libc.OpenAt(folder.Number, name, flags, 0x180);
        if (fd < 0) return Errno.Last == Errno.ENOENT ? null : throw TrustedFolder.Fault("openat", SetupPaths.Ledger);
        var file = new Descriptor(fd);
        try
        {
            if (Libc.Flock(fd, Libc.LOCK_EX | Libc.LOCK_NB) < 0)
                throw new SetupException("another 'pinfold setup' or 'uninstall' is at work; wait for its end");
            if (create) LinuxException.Check(Libc.Fsync(folder.Number), "fsync", SetupPaths.State);
            var book = LedgerBook.Replay(file.ReadAll());
            LinuxException.Check(Libc.Ftruncate(fd, book.ValidLength), "ftruncate", SetupPaths.Ledger);
            LinuxException.Check((nint)Libc.Lseek(fd, book.ValidLength, 0), "lseek", SetupPaths.Ledger);
            return new(file, book);
        }
        catch (IOException)
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>
    /// The ledger as it is now, also while another process writes it: a record that is half there does not count.
    /// </summary>
    internal static LedgerBook Read()
    {
        int fd;
        fixed (byte* path = OsText.Encode(SetupPaths.Ledger + "\0"))
            fd = LinuxException.Check(Libc.Open(path, Libc.O_RDONLY | Libc.O_NOFOLLOW | Libc.O_CLOEXEC, 0), "open",
                SetupPaths.Ledger);
        using var file = new Descriptor(fd);
        return LedgerBook.Replay(file.ReadAll());
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    /// <inheritdoc/>
    protected override void Append(byte[] line)
    {
        fixed (byte* data = line)
        {
            // In one piece: a record cut short by a full disk has no newline, and counts as none.
            var written = LinuxException.Check(Libc.Write(_file.Number, data, line.Length), "write", SetupPaths.Ledger);
            if (written != line.Length)
                throw new SetupException($"the disk of {SetupPaths.Ledger} is full, "
                    + "and no change is made without its record");
        }

        LinuxException.Check(Libc.Fsync(_file.Number), "fsync", SetupPaths.Ledger);
    }
}
