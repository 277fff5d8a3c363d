using Microsoft.Win32.SafeHandles;
using Pinfold.Cli.Output;
using Pinfold.Core.Paths;
using Pinfold.Linux.Host;
using Pinfold.Linux.Native;

namespace Pinfold.Cli.Sessions;

/// <summary>
/// Pinfold's own folder: sessions, journals, what audits know. It belongs to the user alone (mode 0700); everything in
/// it is reached from its descriptor and never through a symbolic link.
/// </summary>
internal sealed unsafe class StateFolder : IDisposable
{
    private const uint Private = 0x1C0; // 0700
    private const int Folders = Libc.O_RDONLY | Libc.O_DIRECTORY | Libc.O_NOFOLLOW | Libc.O_CLOEXEC;
    private readonly Descriptor _folder;

    private StateFolder(Descriptor folder, CanonicalPath path) => (_folder, Path) = (folder, path);

    /// <summary>Where it is, without symbolic links.</summary>
    internal CanonicalPath Path { get; }

    /// <summary>Opens it, and makes it when there is none.</summary>
    internal static StateFolder Open(CanonicalPath path)
    {
        MakeParents(path.Parent);
        var real = PathProbe.Real(path.Parent) ?? throw Unusable(path.Parent, "cannot be entered");
        using var parent = OpenAt(Libc.AT_FDCWD, real.Value, Folders);
        CheckOwner(parent, real, "mkdir", allowRoot: true);
        path = real.Combine(path.Name);
        Make(parent.Number, path.Name, path);
        var folder = OpenAt(parent.Number, path.Name, Folders, path);
        try
        {
            CheckOwner(folder, path, "chmod", allowRoot: false);
            return new(folder, path);
        }
        catch
        {
            folder.Dispose();
            throw;
        }
    }

    /// <summary>Opens it when it is there.</summary>
    internal static StateFolder? OpenExisting(CanonicalPath path) =>
        PathProbe.KindOf(path) == Core.Paths.PathKind.Missing ? null : Open(path);

    /// <summary>Makes the folder <c>sessions/<paramref name="id"/></c> and opens its journal for writing.</summary>
    internal FileStream CreateJournal(string id)
    {
        Make(_folder.Number, "sessions", Path.Combine("sessions"));
        using var sessions = OpenAt(_folder.Number, "sessions", Folders, Path.Combine("sessions"));
        var path = Path.Combine("sessions/" + id);
        fixed (byte* name = OsText.Encode(id + "\0"))
        {
            LinuxException.Check(Libc.MkdirAt(sessions.Number, name, Private), "mkdir", path.ToString());
            LinuxException.Check(Libc.FchmodAt(sessions.Number, name, Private, 0), "chmod", path.ToString());
        }

        using var session = OpenAt(sessions.Number, id, Folders, path);
        var journal =
            OpenAt(session.Number, "journal.jsonl",
                Libc.O_RDWR | Libc.O_CREAT | Libc.O_EXCL | Libc.O_NOFOLLOW | Libc.O_CLOEXEC,
                path.Combine("journal.jsonl"));
        return Stream(journal, FileAccess.ReadWrite);
    }

    /// <summary>The folder of session <paramref name="id"/>.</summary>
    internal CanonicalPath Session(string id) => Path.Combine("sessions/" + id);

    /// <summary>Sessions, oldest first.</summary>
    internal IEnumerable<string> Sessions()
    {
        var folder = Path.Combine("sessions").Value;
        return Directory.Exists(folder)
            ? Directory.EnumerateDirectories(folder).Select(System.IO.Path.GetFileName).OfType<string>()
            .Where(SessionId.IsOne).Order(StringComparer.Ordinal)
            : [];
    }

    /// <summary>The journal of session <paramref name="id"/>, read-only; null when there is none.</summary>
    internal FileStream? OpenJournal(string id) => OpenFile($"sessions/{id}/journal.jsonl", FileAccess.Read);

    /// <summary>The same, to go on with it.</summary>
    internal FileStream? ReopenJournal(string id) => OpenFile($"sessions/{id}/journal.jsonl", FileAccess.ReadWrite);

    /// <summary>Removes a session with its journal; false when its journal is in use.</summary>
    internal bool Remove(string id)
    {
        try
        {
            using (var journal = ReopenJournal(id)) journal?.Lock(0, long.MaxValue); // as JournalWriter does
            Directory.Delete(Session(id).Value, recursive: true);
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    /// <summary>
    /// A file below the folder; null when it is missing. Each component is opened by itself, links refused.
    /// </summary>
    private FileStream? OpenFile(string relative, FileAccess access)
    {
        var how = new OpenHow { Flags = (ulong)(access == FileAccess.Read ? Libc.O_RDONLY : Libc.O_RDWR)
            | Libc.O_CLOEXEC | Libc.O_NOFOLLOW | Libc.O_NONBLOCK, Resolve = Libc.RESOLVE_NO_SYMLINKS };
        fixed (byte* name = OsText.Encode(relative + "\0"))
        {
            var fd = (int)Libc.Syscall(Libc.SYS_openat2, _folder.Number, (nint)name, (nint)(&how), sizeof(OpenHow));
            if (fd < 0 && Errno.Last is Errno.ENOENT or Errno.ENOTDIR) return null;
            return Stream(new(LinuxException.Check(fd, "open", Path.Combine(relative).ToString())), access);
        }
    }

    public void Dispose() => _folder.Dispose();

    private static FileStream Stream(Descriptor descriptor, FileAccess access)
    {
        var number = descriptor.Number;
        descriptor.SetHandleAsInvalid(); // the stream owns it now
        return new(new SafeFileHandle(number, ownsHandle: true), access, bufferSize: 0);
    }

    /// <summary>
    /// Folders above it, as the XDG Base Directory Specification says: made with mode 0700 when missing.
    /// </summary>
    private static void MakeParents(CanonicalPath path)
    {
        if (PathProbe.KindOf(path) != Core.Paths.PathKind.Missing || path == CanonicalPath.Root) return;
        MakeParents(path.Parent);
        Make(Libc.AT_FDCWD, path.Value, path);
    }

    private static void Make(int folder, string name, CanonicalPath path)
    {
        fixed (byte* text = OsText.Encode(name + "\0"))
        {
            if (Libc.MkdirAt(folder, text, Private) == 0)
            {
                // a umask may have taken the owner's own rights
                LinuxException.Check(Libc.FchmodAt(folder, text, Private, 0), "chmod", path.ToString());
                return;
            }

            var errno = Errno.Last;
            if (errno != Errno.EEXIST) throw Unusable(path, $"cannot be made: {LinuxException.Symbol(errno)}");
        }
    }

    private static Descriptor OpenAt(int folder, string name, int flags, CanonicalPath path = default)
    {
        fixed (byte* text = OsText.Encode(name + "\0"))
        {
            var fd = Libc.OpenAt(folder, text, flags, 0x180 /* 0600 */);
            if (fd >= 0) return new(fd);
            var errno = Errno.Last;
            var where = path == default ? CanonicalPath.Parse(name) : path;
            throw Unusable(where, errno is Errno.ENOTDIR or Errno.ELOOP
                ? "is not a folder of its own (a file or a symbolic link)"
                : $"cannot be opened: {LinuxException.Symbol(errno)}");
        }
    }

    /// <summary>
    /// The user's, and nobody else may write there: else another user could plant journals or policies. Under sudo with
    /// the caller's HOME the owner differs too, and root's files would land in a folder that the caller commands.
    /// </summary>
    private static void CheckOwner(Descriptor folder, CanonicalPath path, string verb, bool allowRoot)
    {
        StatxBuffer stat;
        fixed (byte* empty = "\0"u8)
            LinuxException.Check(Libc.Statx(folder.Number, empty, Libc.AT_EMPTY_PATH, Libc.STATX_BASIC_STATS, &stat),
                "statx", path.ToString());
        var uid = Libc.GetUid();
        if (stat.Uid != uid && !(allowRoot && stat.Uid == 0))
        {
            throw new CommandException(
                $"the state folder {path} belongs to user {stat.Uid}, and you are user {uid}; run as that user, "
                    + "or point HOME or XDG_STATE_HOME at a folder of your own");
        }

        var sticky = (stat.Mode & 0x200) != 0;
        if ((stat.Mode & 0x12) != 0 && !(allowRoot && sticky)) // 022
        {
            throw new CommandException(
                $"the state folder {path} may be written by others (mode {Convert.ToString(stat.Mode & 0xFFF, 8)}); "
                    + $"run 'chmod go-w {path}'{(verb == "mkdir" ? "" : " after looking at what is in it")}");
        }
    }

    private static CommandException Unusable(CanonicalPath path, string why) =>
        new($"the state folder {path} {why}; it keeps the sessions' journals, so nothing runs without it: "
            + "set XDG_STATE_HOME to a folder that you may write");
}
