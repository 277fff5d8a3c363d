using Pinfold.Launcher.Native;

namespace Pinfold.Launcher;

/// <summary>
/// Empty folders (mode 01555, the mark) at absent hand-off names. Sessions that rely on the same one hold a shared lock
/// on it; only who gets it alone removes it, so that no session uncovers a name that another still needs.
/// </summary>
internal unsafe struct Placeholders
{
    internal const int Max = 512;
    private const uint Mark = 0x436D, SetGid = 0x400; // S_IFDIR | 01555; a folder with S_ISGID passes that on

    private fixed int _parent[Max];
    private fixed int _folder[Max];
    private fixed long _name[Max];
    internal int Count;

    internal nint Take(byte* path)
    {
        if (Count == Max) return -Sys.E2BIG;
        nint parent = Mounts.OpenParent(path, out byte* name);
        if (parent < 0) return parent;
        while (true)
        {
            nint made = Sys.Call(Sys.Mkdirat, parent, (nint)name, 0x36D /* 01555 */);
            if (made < 0 && made != -Sys.EEXIST) return made;
            nint folder = Sys.Call(Sys.Openat, parent, (nint)name,
                Sys.O_RDONLY | Sys.O_DIRECTORY | Sys.O_NOFOLLOW | Sys.O_CLOEXEC);
            if (folder == -Sys.ENOENT) continue;
            if (folder < 0) return folder;
            if (made >= 0) Sys.Call(Sys.Fchmod, folder, 0x36D); // a default ACL may have taken bits away
            nint locked = Sys.Call(Sys.Flock, folder, 1 /* LOCK_SH */);
            if (locked < 0) return locked;
            if (!Same(parent, name, folder, out bool marked))
            {
                Sys.CloseFd(folder); // another session removed it in between
                continue;
            }

            if (!marked) return -Sys.EEXIST;
            _parent[Count] = (int)parent;
            _folder[Count] = (int)folder;
            _name[Count++] = (long)name;
            return 0;
        }
    }

    /// <summary>False when one is left: another session needs it, or it could not be removed.</summary>
    internal bool Remove()
    {
        bool all = true;
        for (int i = 0; i < Count; i++)
        {
            bool removed = Sys.Call(Sys.Flock, _folder[i], 2 | 4 /* LOCK_EX | LOCK_NB */) >= 0
                && Same(_parent[i], (byte*)_name[i], _folder[i], out bool marked) && marked
                && Sys.Call(Sys.Unlinkat, _parent[i], (nint)_name[i], Sys.AT_REMOVEDIR) >= 0;
            all &= removed;
        }

        Count = 0;
        return all;
    }

    private static bool Same(nint parent, byte* name, nint folder, out bool marked)
    {
        Stat named, opened;
        marked = false;
        if (Sys.Call(Sys.Newfstatat, parent, (nint)name, (nint)(&named), Sys.AT_SYMLINK_NOFOLLOW) < 0) return false;
        fixed (byte* empty = "\0"u8)
            if (Sys.Call(Sys.Newfstatat, folder, (nint)empty, (nint)(&opened), Sys.AT_EMPTY_PATH) < 0) return false;
        marked = (opened.Mode & ~SetGid) == Mark;
        return named.Dev == opened.Dev && named.Ino == opened.Ino;
    }
}
