using Pinfold.Core.Paths;
using Pinfold.Linux.Native;
using Pinfold.Linux.Workspace;

namespace Pinfold.Linux.Accounts;

/// <summary>
/// What lets an account into a folder whose file system knows no idmapped mounts: one entry in the access list of each
/// file and folder, and in the default list of each folder, so that what is made later has it too. Walked from a
/// descriptor; no link is followed and no mount left.
/// </summary>
/// <remarks>
/// The entry names a group that only the owner's own commands have (<see cref="CallerGroup"/>): every user's commands
/// have the account's uid.
/// </remarks>
/// <param name="root">The folder.</param>
/// <param name="gid">The group.</param>
internal sealed unsafe class AccessGrant(Folder root, uint gid)
{
    private const int Execute = 1, ReadWrite = 6, All = 7, MaxBytes = 1 << 16, MaxDepth = 256;
    private const int FolderKind = 0x4000, FileKind = 0x8000;
    private static readonly byte[] Access = "system.posix_acl_access\0"u8.ToArray(),
        Default = "system.posix_acl_default\0"u8.ToArray();

    private int _left = int.MaxValue;
    private long _until = long.MaxValue;

    /// <summary>
    /// Objects that were left as they are: another's, or with a list that could not be given back exactly.
    /// </summary>
    internal int LeftOut { get; private set; }

    /// <summary>True when the folder itself has the entry.</summary>
    internal bool Holds => Read(root.Number, Access)?.RightsOf(gid, isGroup: true) is not null;

    /// <summary>The account may pass through the folder, and no more.</summary>
    internal void Enter() => Add(root.Number, Access, Execute);

    /// <summary>
    /// The account may read and write all that <paramref name="owner"/> owns in it, and the owner what the account
    /// makes.
    /// </summary>
    /// <exception cref="IOException">There is more in it than <paramref name="most"/>, or it takes longer than
    /// <paramref name="patience"/>: a part is done.</exception>
    internal void Write(uint owner, int most, TimeSpan patience)
    {
        (_left, _until) = (most, Environment.TickCount64 + (long)patience.TotalMilliseconds);
        Write(owner);
    }

    private void Write(uint owner) => Walk((int fd, in StatxBuffer stat) =>
    {
        if (stat.Uid != owner)
        {
            LeftOut++;
            return;
        }

        var executable = stat.Kind == FolderKind || (stat.Mode & 0x49) != 0;
        if (!Add(fd, Access, executable ? All : ReadWrite)) LeftOut++;
        if (stat.Kind != FolderKind) return;
        var inherited = Read(fd, Default) ?? PosixAcl.Of(stat.Mode);
        if (inherited.With(gid, All, isGroup: true)?.With(owner, All) is { } list) Set(fd, Default, list.Write());
    });

    /// <summary>
    /// Takes every entry away, and gives what <paramref name="account"/> made to <paramref name="owner"/>.
    /// </summary>
    /// <param name="account">The account's uid.</param>
    /// <param name="owner">The user's.</param>
    /// <param name="give">False where that uid may be another's: what has it is left out then.</param>
    internal void TakeBack(uint account, uint owner, bool give) => Walk((int fd, in StatxBuffer stat) =>
    {
        // an owner's named entry was inherited
        if (Read(fd, Access) is { } list && list.RightsOf(gid, isGroup: true) is not null)
            Set(fd, Access, list.Without(gid, isGroup: true).Without(owner).Write());
        if (stat.Kind == FolderKind && Read(fd, Default) is { } inherited
            && inherited.RightsOf(gid, isGroup: true) is not null)
        {
            var rest = inherited.Without(gid, isGroup: true).Without(owner);
            if (rest.IsMinimal) LinuxException.Check(Remove(fd, Default), "fremovexattr", root.Path.ToString());
            else Set(fd, Default, rest.Write());
        }

        if (stat.Uid != account) return;
        // another name of it may lie where this owner has no say
        if (!give || (stat.LinkCount > 1 && stat.Kind == FileKind)) LeftOut++;
        else LinuxException.Check(Libc.Fchown(fd, owner, Top().Gid), "fchown", root.Path.ToString());
    });

    /// <summary>
    /// Counts what has an entry or <paramref name="account"/>'s uid as left out, and changes nothing.
    /// </summary>
    internal void Look(uint account) => Walk((int fd, in StatxBuffer stat) =>
    {
        if (stat.Uid == account || Read(fd, Access)?.RightsOf(gid, isGroup: true) is not null
            || (stat.Kind == FolderKind && Read(fd, Default)?.RightsOf(gid, isGroup: true) is not null))
            LeftOut++;
    });

    private StatxBuffer Top() =>
        root.Stat("", out var stat) ? stat : throw new IOException($"{root.Path} cannot be looked at any more");

    private bool Add(int fd, byte[] name, int rights)
    {
        StatxBuffer stat;
        if ((Read(fd, name) ?? PosixAcl.Of(Stat(fd, &stat).Mode)).With(gid, rights, isGroup: true) is not { } list)
            return false;
        Set(fd, name, list.Write());
        return true;
    }

    private static PosixAcl? Read(int fd, byte[] name)
    {
        var bytes = stackalloc byte[MaxBytes];
        fixed (byte* n = name)
        {
            var length = Libc.FgetXattr(fd, n, bytes, MaxBytes);
            if (length >= 0) return PosixAcl.Read(new(bytes, (int)length));
            if (Errno.Last != Errno.ENODATA) LinuxException.Check(-1, "fgetxattr");
            return null;
        }
    }

    private void Set(int fd, byte[] name, byte[] value)
    {
        fixed (byte* n = name)
            fixed (byte* v = value)
                LinuxException.Check(Libc.FsetXattr(fd, n, v, value.Length, 0), "fsetxattr", root.Path.ToString());
    }

    private static int Remove(int fd, byte[] name)
    {
        fixed (byte* n = name) return Libc.FremoveXattr(fd, n);
    }

    private static ref StatxBuffer Stat(int fd, StatxBuffer* stat)
    {
        fixed (byte* empty = "\0"u8)
            LinuxException.Check(Libc.Statx(fd, empty, Libc.AT_EMPTY_PATH, Libc.STATX_BASIC_STATS, stat), "statx");
        return ref *stat;
    }

    private delegate void Visit(int fd, in StatxBuffer stat);

    private void Walk(Visit visit)
    {
        visit(root.Number, Top());
        var open = new Stack<(Folder Folder, Queue<string> Names)>();
        open.Push((root, Names(root)));
        try
        {
            while (open.TryPeek(out var level))
            {
                if (!level.Names.TryDequeue(out var name))
                {
                    open.Pop();
                    if (level.Folder != root) level.Folder.Dispose();
                }
                else if (Environment.TickCount64 > _until)
                {
                    throw new IOException($"{root.Path} takes too long to be let in by access list");
                }
                else if (Below(level.Folder, name, open.Count, visit) is { } folder)
                {
                    open.Push((folder, Names(folder)));
                }
            }
        }
        finally
        {
            foreach (var (folder, _) in open) if (folder != root) folder.Dispose();
        }
    }

    private Queue<string> Names(Folder folder)
    {
        // which names have been read is the descriptor's
        LinuxException.Check((nint)Libc.Lseek(folder.Number, 0, 0), "lseek", folder.Path.ToString());
        var names = folder.Names(_left);
        if (names.Count > _left) throw new IOException($"{root.Path} has too much in it to be let in by access list");
        _left -= names.Count;
        return new(names);
    }

    /// <summary>Visits one name; the folder to go on in, when it is one.</summary>
    private Folder? Below(Folder above, string name, int depth, Visit visit)
    {
        if (!above.Stat(name, out var stat) || (stat.Kind != FileKind && stat.Kind != FolderKind)) return null;
        var opened = depth < MaxDepth ? above.OpenOnSameMount(name) : null;
        if (opened is null)
        {
            LeftOut++;
            return null;
        }

        Stat(opened.Number, &stat); // of what was opened, which may be another by now
        if (stat.Kind == FileKind || stat.Kind == FolderKind) visit(opened.Number, stat);
        if (stat.Kind == FolderKind) return above.Adopt(opened);
        opened.Dispose();
        return null;
    }
}
