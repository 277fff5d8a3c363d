using System.Collections.Immutable;
using System.Runtime.ExceptionServices;
using Pinfold.Linux.Native;
using Pinfold.Linux.Setup;

namespace Pinfold.Broker;

/// <summary>
/// Runs code with a client's file rights, and no more: on a thread that ends with it, since the kernel's credentials
/// are a thread's (setfsuid(2), "C library/kernel differences").
/// </summary>
internal static class CallerThread
{
    private const nint SetGroups = 116, SetFsUid = 122, SetFsGid = 123;

    /// <summary>The result of <paramref name="work"/>; what it throws is thrown here.</summary>
    internal static T Run<T>(uint uid, uint gid, ImmutableArray<uint> groups, Func<T> work)
    {
        T? result = default;
        Exception? fault = null;
        var thread = new Thread(() =>
        {
            try
            {
                Become(uid, gid, groups);
                result = work();
            }
            catch (Exception e) // whatever it is: on this thread it would end the broker
            {
                fault = e;
            }
        });
        thread.Start();
        thread.Join();
        if (fault is IOException or UnauthorizedAccessException) throw new SetupException(fault.Message, fault);
        if (fault is not null) ExceptionDispatchInfo.Throw(fault);
        return result!;
    }

    private static unsafe void Become(uint uid, uint gid, ImmutableArray<uint> groups)
    {
        fixed (uint* list = groups.AsSpan())
            LinuxException.Check(Libc.Syscall(SetGroups, groups.Length, (nint)list, 0, 0), "setgroups");
        _ = Libc.Syscall(SetFsGid, (nint)gid, 0, 0, 0);
        _ = Libc.Syscall(SetFsUid, (nint)uid, 0, 0, 0);
        if (Libc.Syscall(SetFsGid, -1, 0, 0, 0) != (nint)gid || Libc.Syscall(SetFsUid, -1, 0, 0, 0) != (nint)uid)
            throw new SetupException($"the broker cannot take the file rights of user {uid}");
    }
}
