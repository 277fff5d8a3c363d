using Pinfold.Launcher.Native;

namespace Pinfold.Launcher;

/// <summary>
/// Mount operations on descriptors: a path is resolved once, without symbolic links, and never used again.
/// </summary>
internal static unsafe class Mounts
{
    private const nint OpenTreeClone = 1, MoveFromEmptyPath = 4, MoveToEmptyPath = 0x40;

    /// <summary>
    /// O_PATH descriptor of <paramref name="path"/>; no component may be a symbolic link, the last one may.
    /// </summary>
    internal static nint Open(byte* path)
    {
        OpenHow how;
        how.Flags = (ulong)(Sys.O_PATH | Sys.O_CLOEXEC | Sys.O_NOFOLLOW);
        how.Mode = 0;
        how.Resolve = OpenHow.NoSymlinks;
        nint fd = Sys.Call(Sys.Openat2, Sys.AT_FDCWD, (nint)path, (nint)(&how), sizeof(OpenHow));
        if (fd != -Sys.ELOOP) return fd; // the last component is a link, and only it may be
        nint parent = OpenParent(path, out byte* name);
        if (parent < 0) return parent;
        fd = Sys.Call(Sys.Openat, parent, (nint)name, Sys.O_PATH | Sys.O_CLOEXEC | Sys.O_NOFOLLOW);
        Sys.CloseFd(parent);
        return fd;
    }

    /// <summary>O_PATH descriptor of the folder that holds <paramref name="path"/>, and the last component.</summary>
    internal static nint OpenParent(byte* path, out byte* name)
    {
        byte* slash = path;
        for (byte* c = path; *c != 0; c++) if (*c == (byte)'/') slash = c;
        name = slash + 1;
        OpenHow how;
        how.Flags = (ulong)(Sys.O_PATH | Sys.O_CLOEXEC | Sys.O_DIRECTORY);
        how.Mode = 0;
        how.Resolve = OpenHow.NoSymlinks;
        if (slash == path)
            fixed (byte* root = "/\0"u8)
                return Sys.Call(Sys.Openat2, Sys.AT_FDCWD, (nint)root, (nint)(&how), sizeof(OpenHow));
        *slash = 0;
        nint fd = Sys.Call(Sys.Openat2, Sys.AT_FDCWD, (nint)path, (nint)(&how), sizeof(OpenHow));
        *slash = (byte)'/';
        return fd;
    }

    /// <summary>A detached, recursive clone of the mount under <paramref name="fd"/>.</summary>
    internal static nint Clone(nint fd)
    {
        fixed (byte* empty = "\0"u8)
            return Sys.Call(Sys.OpenTree, fd, (nint)empty,
                OpenTreeClone | Sys.O_CLOEXEC | Sys.AT_EMPTY_PATH | Sys.AT_RECURSIVE);
    }

    /// <summary>
    /// The same with owners mapped by <paramref name="map"/>. Where a file system below knows no mapping, all mounts
    /// below keep their owners and are read-only: a file that is made there would be the account's on the disk, and
    /// /proc is the host's.
    /// </summary>
    internal static nint CloneMapped(nint fd, nint map)
    {
        nint tree = Clone(fd);
        if (tree < 0) return tree;
        MountAttr attr;
        attr.Set = MountAttr.IdMap;
        attr.Clear = attr.Propagation = 0;
        attr.UserNamespace = (ulong)map;
        fixed (byte* empty = "\0"u8)
        {
            nint result = Sys.Call(Sys.MountSetattr, tree, (nint)empty, Sys.AT_EMPTY_PATH | Sys.AT_RECURSIVE,
                (nint)(&attr), sizeof(MountAttr));
            if (result == -Sys.EINVAL)
            {
                ulong* statfs = stackalloc ulong[15];
                result = Sys.Call(Sys.Fstatfs, tree, (nint)statfs);
                if (result >= 0) result = SetAttributes(tree, MountAttr.ReadOnly);
                attr.Clear = (statfs[10] & 1 /* ST_RDONLY */) != 0 ? 0 : MountAttr.ReadOnly;
                if (result >= 0)
                    result = Sys.Call(Sys.MountSetattr, tree, (nint)empty, Sys.AT_EMPTY_PATH, (nint)(&attr),
                        sizeof(MountAttr));
            }

            if (result >= 0) return tree;
            Sys.CloseFd(tree);
            return result;
        }
    }

    /// <summary>
    /// Adds attributes to a mount and all below it, and cuts it off from mounts that the host makes later.
    /// </summary>
    internal static nint SetAttributes(nint fd, ulong set, ulong clear = 0)
    {
        MountAttr attr;
        attr.Set = set;
        attr.Clear = clear;
        attr.Propagation = 1 << 18; // MS_PRIVATE
        attr.UserNamespace = 0;
        fixed (byte* empty = "\0"u8)
            return Sys.Call(Sys.MountSetattr, fd, (nint)empty, Sys.AT_EMPTY_PATH | Sys.AT_RECURSIVE, (nint)(&attr),
                sizeof(MountAttr));
    }

    /// <summary>The same for every mount of this namespace.</summary>
    internal static nint SetRootAttributes(ulong set)
    {
        fixed (byte* root = "/\0"u8)
        {
            nint fd = Sys.Call(Sys.Openat, Sys.AT_FDCWD, (nint)root, Sys.O_PATH | Sys.O_CLOEXEC);
            nint result = fd < 0 ? fd : SetAttributes(fd, set);
            Sys.CloseFd(fd);
            return result;
        }
    }

    /// <summary>Attaches the detached mount <paramref name="tree"/> on <paramref name="target"/>.</summary>
    internal static nint Attach(nint tree, nint target)
    {
        fixed (byte* empty = "\0"u8)
            return Sys.Call(Sys.MoveMount, tree, (nint)empty, target, (nint)empty, MoveFromEmptyPath | MoveToEmptyPath);
    }

    /// <summary>Binds <paramref name="path"/> on itself with new attributes.</summary>
    internal static nint BindOnItself(byte* path, ulong set)
    {
        nint fd = Open(path);
        if (fd < 0) return fd;
        nint result = Cover(fd, fd, set);
        Sys.CloseFd(fd);
        return result;
    }

    /// <summary>Attaches a copy of the mount at <paramref name="source"/> on <paramref name="target"/>.</summary>
    internal static nint Cover(nint target, nint source, ulong set)
    {
        nint tree = Clone(source);
        if (tree < 0) return tree;
        nint result = SetAttributes(tree, set);
        if (result >= 0) result = Attach(tree, target);
        Sys.CloseFd(tree);
        return result;
    }

    /// <summary>
    /// A detached tmpfs of at most <paramref name="bytes"/> bytes whose root has <paramref name="mode"/> (tmpfs(5)).
    /// </summary>
    internal static nint Tmpfs(ulong bytes, ulong mode, ulong attributes)
    {
        byte* size = stackalloc byte[32];
        byte* octal = stackalloc byte[32];
        size[Text.AppendNumber(size, 0, bytes, 10)] = 0;
        octal[Text.AppendNumber(octal, 0, mode, 8)] = 0;
        fixed (byte* type = "tmpfs\0"u8) fixed (byte* sizeKey = "size\0"u8) fixed (byte* modeKey = "mode\0"u8)
        {
            nint context = Sys.Call(Sys.Fsopen, (nint)type, 1 /* FSOPEN_CLOEXEC */);
            if (context < 0) return context;
            nint result = Configure(context, sizeKey, size);
            if (result >= 0) result = Configure(context, modeKey, octal);
            return result < 0 ? result : Finish(context, attributes);
        }
    }

    /// <summary>
    /// A detached mount of a file system without a device; <paramref name="key"/> and its value may be null.
    /// </summary>
    internal static nint FileSystem(byte* type, byte* key, byte* value, ulong attributes)
    {
        nint context = Sys.Call(Sys.Fsopen, (nint)type, 1);
        if (context < 0) return context;
        nint result = key == null ? 0 : Configure(context, key, value);
        return result < 0 ? result : Finish(context, attributes);
    }

    /// <summary>Attaches the detached mount <paramref name="tree"/> on <paramref name="path"/> and closes it.</summary>
    internal static nint AttachAt(nint tree, byte* path)
    {
        if (tree < 0) return tree;
        nint fd = Open(path);
        nint result = fd < 0 ? fd : Attach(tree, fd);
        if (fd >= 0) Sys.CloseFd(fd);
        Sys.CloseFd(tree);
        return result;
    }

    private static nint Configure(nint context, byte* key, byte* value) =>
        Sys.Call(Sys.Fsconfig, context, 1 /* FSCONFIG_SET_STRING */, (nint)key, (nint)value);

    private static nint Finish(nint context, ulong attributes)
    {
        nint result = Sys.Call(Sys.Fsconfig, context, 6 /* FSCONFIG_CMD_CREATE */);
        if (result >= 0) result = Sys.Call(Sys.Fsmount, context, 1 /* FSMOUNT_CLOEXEC */, (nint)attributes);
        Sys.CloseFd(context);
        return result;
    }

    /// <summary>mkdir -p below what is writable here; an existing folder is fine.</summary>
    internal static void MakeFolders(byte* path)
    {
        for (byte* c = path + 1; ; c++)
        {
            byte old = *c;
            if (old != 0 && old != (byte)'/') continue;
            *c = 0;
            Sys.Call(Sys.Mkdirat, Sys.AT_FDCWD, (nint)path, 0x1ED /* 0755 */);
            *c = old;
            if (old == 0) return;
        }
    }

    /// <summary>
    /// An empty file or folder for <paramref name="tree"/> to be attached on, with the folders above, where it is
    /// missing and can be made.
    /// </summary>
    internal static void MakeTarget(byte* path, nint tree)
    {
        Stat stat;
        fixed (byte* empty = "\0"u8)
            if (Sys.Call(Sys.Newfstatat, tree, (nint)empty, (nint)(&stat), Sys.AT_EMPTY_PATH) < 0) return;
        byte* slash = path;
        for (byte* c = path; *c != 0; c++) if (*c == (byte)'/') slash = c;
        if ((stat.Mode & 0xF000) == 0x4000 || slash == path)
        {
            MakeFolders(path);
            return;
        }

        *slash = 0;
        MakeFolders(path);
        *slash = (byte)'/';
        nint file = Sys.Call(Sys.Openat, Sys.AT_FDCWD, (nint)path, Sys.O_CREAT | Sys.O_EXCL | Sys.O_CLOEXEC,
            0x180 /* 0600 */);
        if (file >= 0) Sys.CloseFd(file);
    }
}
