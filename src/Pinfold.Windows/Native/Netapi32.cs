using System.Runtime.InteropServices;

namespace Pinfold.Windows.Native;

/// <summary>netapi32.dll: local accounts and groups (lmaccess.h). Each returns the error itself.</summary>
internal static unsafe partial class Netapi32
{
    internal const int NERR_UserNotFound = 2221, NERR_UserExists = 2224,
        NERR_GroupNotFound = 2220, NERR_GroupExists = 2223;
    internal const uint UF_SCRIPT = 1, UF_ACCOUNTDISABLE = 2, UF_LOCKOUT = 0x10, UF_PASSWD_CANT_CHANGE = 0x40,
        UF_NORMAL_ACCOUNT = 0x200, UF_DONT_EXPIRE_PASSWD = 0x10000, UF_NOT_DELEGATED = 0x100000;
    internal const uint USER_PRIV_USER = 1, MAX_PREFERRED_LENGTH = 0xFFFFFFFF;

    [LibraryImport("netapi32.dll", StringMarshalling = StringMarshalling.Utf16)]
    private static partial int NetUserAdd(string? server, uint level, void* buffer, uint* fault);

    [LibraryImport("netapi32.dll", StringMarshalling = StringMarshalling.Utf16)]
    private static partial int NetUserDel(string? server, string name);

    [LibraryImport("netapi32.dll", StringMarshalling = StringMarshalling.Utf16)]
    private static partial int NetUserGetInfo(string? server, string name, uint level, void** buffer);

    [LibraryImport("netapi32.dll", StringMarshalling = StringMarshalling.Utf16)]
    private static partial int NetUserSetInfo(string? server, string name, uint level, void* buffer, uint* fault);

    [LibraryImport("netapi32.dll", StringMarshalling = StringMarshalling.Utf16)]
    private static partial int NetLocalGroupAdd(string? server, uint level, void* buffer, uint* fault);

    [LibraryImport("netapi32.dll", StringMarshalling = StringMarshalling.Utf16)]
    private static partial int NetLocalGroupDel(string? server, string name);

    [LibraryImport("netapi32.dll", StringMarshalling = StringMarshalling.Utf16)]
    private static partial int NetLocalGroupGetInfo(string? server, string name, uint level, void** buffer);

    [LibraryImport("netapi32.dll", StringMarshalling = StringMarshalling.Utf16)]
    private static partial int NetLocalGroupAddMembers(string? server, string group, uint level,
        void* members, uint count);

    [LibraryImport("netapi32.dll", StringMarshalling = StringMarshalling.Utf16)]
    private static partial int NetUserEnum(string? server, uint level, uint filter, void** buffer, uint wanted,
        uint* read, uint* total, uint* resume);

    [LibraryImport("netapi32.dll", StringMarshalling = StringMarshalling.Utf16)]
    private static partial int NetLocalGroupEnum(string? server, uint level, void** buffer, uint wanted, uint* read,
        uint* total, nuint* resume);

    [LibraryImport("netapi32.dll", StringMarshalling = StringMarshalling.Utf16)]
    private static partial int NetUserGetLocalGroups(string? server, string user, uint level, uint flags, void** buffer,
        uint wanted, uint* read, uint* total);

    [LibraryImport("netapi32.dll")]
    private static partial int NetApiBufferFree(void* buffer);

    /// <summary>Adds an account.</summary>
    internal static void AddUser(string name, string password, string comment, uint flags)
    {
        Recorder.Call($"NetUserAdd({name}, {comment}, flags {flags:x})"); // not the password
        fixed (char* n = name, p = password, c = comment)
        {
            var info = new USER_INFO_1
            {
                usri1_name = n, usri1_password = p, usri1_priv = USER_PRIV_USER, usri1_comment = c, usri1_flags = flags
            };
            NativeException.CheckCode(NetUserAdd(null, 1, &info, null), nameof(NetUserAdd), name);
        }
    }

    /// <summary>The comment and flags of an account, or null.</summary>
    internal static (string Comment, uint Flags)? FindUser(string name)
    {
        Recorder.Call($"NetUserGetInfo({name})");
        void* buffer = null;
        var code = NetUserGetInfo(null, name, 1, &buffer);
        if (code == NERR_UserNotFound) return null;
        NativeException.CheckCode(code, nameof(NetUserGetInfo), name);
        var info = (USER_INFO_1*)buffer;
        var found = (info->usri1_comment == null ? "" : new string(info->usri1_comment), info->usri1_flags);
        _ = NetApiBufferFree(buffer);
        return found;
    }

    /// <summary>The names of all local accounts.</summary>
    internal static string[] Users()
    {
        Recorder.Call($"NetUserEnum()");
        void* buffer = null;
        uint read = 0, total;
        return Names(NetUserEnum(null, 0, 0, &buffer, MAX_PREFERRED_LENGTH, &read, &total, null),
            nameof(NetUserEnum), buffer, read);
    }

    /// <summary>The names of all local groups.</summary>
    internal static string[] LocalGroups()
    {
        Recorder.Call($"NetLocalGroupEnum()");
        void* buffer = null;
        uint read = 0, total;
        return Names(NetLocalGroupEnum(null, 0, &buffer, MAX_PREFERRED_LENGTH, &read, &total, null),
            nameof(NetLocalGroupEnum), buffer, read);
    }

    /// <summary>The names of the local groups that an account is in itself.</summary>
    internal static string[] GroupsOf(string user)
    {
        Recorder.Call($"NetUserGetLocalGroups({user})");
        void* buffer = null;
        uint read = 0, total;
        return Names(NetUserGetLocalGroups(null, user, 0, 0, &buffer, MAX_PREFERRED_LENGTH, &read, &total),
            nameof(NetUserGetLocalGroups), buffer, read);
    }

    /// <summary>
    /// Level 0 of each list is an array of pointers to names. Without a limit there is no second part.
    /// </summary>
    private static string[] Names(int code, string function, void* buffer, uint count)
    {
        NativeException.CheckCode(code, function);
        var names = new string[count];
        for (var i = 0; i < count; i++) names[i] = new(((char**)buffer)[i]);
        if (buffer != null) _ = NetApiBufferFree(buffer);
        return names;
    }

    /// <summary>Replaces an account's flags.</summary>
    internal static void SetUserFlags(string name, uint flags)
    {
        Recorder.Call($"NetUserSetInfo({name}, flags {flags:x})");
        var info = new USER_INFO_1008 { usri1008_flags = flags };
        NativeException.CheckCode(NetUserSetInfo(null, name, 1008, &info, null), nameof(NetUserSetInfo), name);
    }

    /// <summary>Replaces an account's password.</summary>
    internal static void SetPassword(string name, string password)
    {
        Recorder.Call($"NetUserSetInfo({name}, password)"); // not which
        fixed (char* p = password)
        {
            var info = new USER_INFO_1003 { usri1003_password = p };
            NativeException.CheckCode(NetUserSetInfo(null, name, 1003, &info, null), nameof(NetUserSetInfo), name);
        }
    }

    /// <summary>Removes an account.</summary>
    internal static void RemoveUser(string name)
    {
        Recorder.Call($"NetUserDel({name})");
        NativeException.CheckCode(NetUserDel(null, name), nameof(NetUserDel), name);
    }

    /// <summary>Adds a local group.</summary>
    internal static void AddLocalGroup(string name, string comment)
    {
        Recorder.Call($"NetLocalGroupAdd({name}, {comment})");
        fixed (char* n = name, c = comment)
        {
            var info = new LOCALGROUP_INFO_1 { lgrpi1_name = n, lgrpi1_comment = c };
            NativeException.CheckCode(NetLocalGroupAdd(null, 1, &info, null), nameof(NetLocalGroupAdd), name);
        }
    }

    /// <summary>The comment of a local group, or null.</summary>
    internal static string? FindLocalGroup(string name)
    {
        Recorder.Call($"NetLocalGroupGetInfo({name})");
        void* buffer = null;
        var code = NetLocalGroupGetInfo(null, name, 1, &buffer);
        if (code is NERR_GroupNotFound or Advapi32.ERROR_NO_SUCH_ALIAS) return null;
        NativeException.CheckCode(code, nameof(NetLocalGroupGetInfo), name);
        var info = (LOCALGROUP_INFO_1*)buffer;
        var comment = info->lgrpi1_comment == null ? "" : new string(info->lgrpi1_comment);
        _ = NetApiBufferFree(buffer);
        return comment;
    }

    /// <summary>Puts an account into a local group; one that is in it stays.</summary>
    internal static void AddMember(string group, ReadOnlySpan<byte> sid)
    {
        Recorder.Call($"NetLocalGroupAddMembers({group})");
        fixed (byte* s = sid)
        {
            var member = new LOCALGROUP_MEMBERS_INFO_0 { lgrmi0_sid = s };
            var code = NetLocalGroupAddMembers(null, group, 0, &member, 1);
            if (code != Advapi32.ERROR_MEMBER_IN_ALIAS)
                NativeException.CheckCode(code, nameof(NetLocalGroupAddMembers), group);
        }
    }

    /// <summary>Removes a local group.</summary>
    internal static void RemoveLocalGroup(string name)
    {
        Recorder.Call($"NetLocalGroupDel({name})");
        NativeException.CheckCode(NetLocalGroupDel(null, name), nameof(NetLocalGroupDel), name);
    }
}
