using Pinfold.Launcher.Native;

namespace Pinfold.Launcher;

/// <summary>
/// Decides connect(2). The socket and the address are copied once, then the connection is made on the copy, by a child of ours:
/// the command's memory and descriptors are never looked at twice (seccomp_unotify(2), "time-of-check time-of-use").
/// A Unix socket may be reached only when it lies on a mount that is writable here: the roots and the private folders.
/// </summary>
internal static unsafe class Supervisor
{
    private const uint NotifReceive = 0xC0502100, NotifSend = 0xC0182101, NotifValid = 0x40082102;
    private const int AddressBytes = 128;
    private const ulong ReadOnlyMount = 1; // ST_RDONLY

    internal static nint SendListener(nint socket, nint listener)
    {
        byte* control = stackalloc byte[24];
        MsgHdr message;
        byte one = 1;
        IoVec vector;
        Prepare(&message, &vector, &one, control);
        ((ulong*)control)[0] = 20;
        ((int*)control)[2] = 1; // SOL_SOCKET
        ((int*)control)[3] = 1; // SCM_RIGHTS
        ((int*)control)[4] = (int)listener;
        return Sys.Call(Sys.Sendmsg, socket, (nint)(&message), 0);
    }

    internal static nint ReceiveListener(nint socket)
    {
        byte* control = stackalloc byte[24];
        MsgHdr message;
        byte one;
        IoVec vector;
        Prepare(&message, &vector, &one, control);
        nint got = Sys.Call(Sys.Recvmsg, socket, (nint)(&message), 0x40000000 /* MSG_CMSG_CLOEXEC */);
        if (got != 1 || message.ControlLength < 20 || ((int*)control)[3] != 1) return -Sys.EINVAL;
        return ((int*)control)[4];
    }

    internal static void Serve(Session* s)
    {
        SeccompNotif notif;
        byte* zero = (byte*)&notif;
        for (int i = 0; i < sizeof(SeccompNotif); i++) zero[i] = 0;
        if (Sys.Call(Sys.Ioctl, s->Notify, unchecked((nint)NotifReceive), (nint)(&notif)) < 0) return;
        nint child = Sys.Fork();
        if (child > 0) return;
        SeccompNotifResp answer;
        answer.Id = notif.Id;
        answer.Value = 0;
        answer.Flags = 0;
        answer.Error = child < 0 ? (int)child : (int)Connect(s, &notif);
        Sys.Call(Sys.Ioctl, s->Notify, unchecked((nint)NotifSend), (nint)(&answer));
        if (child == 0) Sys.Exit(0);
    }

    private static nint Connect(Session* s, SeccompNotif* notif)
    {
        byte* address = stackalloc byte[AddressBytes + 1];
        int length = (int)notif->Args[2];
        if (length < 2 || length > AddressBytes) return -Sys.EINVAL;
        nint process = OpenProcess(notif->Pid);
        if (process < 0) return -Sys.EACCES;
        if (Sys.Call(Sys.Ioctl, s->Notify, (nint)NotifValid, (nint)(&notif->Id)) < 0) return -Sys.EACCES;
        nint socket = Sys.Call(Sys.PidfdGetfd, process, (nint)notif->Args[0], 0);
        if (socket < 0) return socket == -Sys.EPERM ? -Sys.EACCES : socket;
        IoVec local, remote;
        local.Base = address;
        local.Length = remote.Length = (ulong)length;
        remote.Base = (void*)notif->Args[1];
        nint read = Sys.Call(Sys.ProcessVmReadv, (nint)notif->Pid, (nint)(&local), 1, (nint)(&remote), 1, 0);
        if (read != length) return -14; // EFAULT
        int domain = 0, size = 4;
        if (Sys.Call(Sys.Getsockopt, socket, 1, 39 /* SO_DOMAIN */, (nint)(&domain), (nint)(&size)) < 0) return -Sys.EACCES;
        if (domain == 1) return ConnectUnix(socket, address, length, notif->Pid);
        return Sys.Call(Sys.Connect, socket, (nint)address, length);
    }

    /// <summary>A pidfd of the process of thread <paramref name="thread"/>; threads of one process share descriptors and memory.</summary>
    private static nint OpenProcess(uint thread)
    {
        nint fd = Sys.Call(Sys.PidfdOpen, (nint)thread, Sys.O_EXCL /* PIDFD_THREAD, Linux 6.9 */);
        return fd >= 0 ? fd : Sys.Call(Sys.PidfdOpen, (nint)thread, 0);
    }

    private static nint ConnectUnix(nint socket, byte* address, int length, uint pid)
    {
        if (*(ushort*)address != 1) return -Sys.EINVAL;
        if (length == 2 || address[2] == 0) return Sys.Call(Sys.Connect, socket, (nint)address, length); // abstract: the network namespace and Landlock decide
        address[length] = 0;
        nint from = Sys.AT_FDCWD;
        byte* folder = stackalloc byte[40];
        if (address[2] != (byte)'/')
        {
            int at = Text.Append(folder, 0, "/proc/"u8);
            at = Text.AppendNumber(folder, at, pid, 10);
            folder[Text.Append(folder, at, "/cwd"u8)] = 0;
            from = Sys.Call(Sys.Openat, Sys.AT_FDCWD, (nint)folder, Sys.O_PATH | Sys.O_CLOEXEC | Sys.O_DIRECTORY);
            if (from < 0) return from;
        }

        nint file = Sys.Call(Sys.Openat, from, (nint)(address + 2), Sys.O_PATH | Sys.O_CLOEXEC);
        if (file < 0) return file;
        ulong* statfs = stackalloc ulong[15];
        nint result = Sys.Call(Sys.Fstatfs, file, (nint)statfs);
        if (result < 0) return result;
        if ((statfs[10] & ReadOnlyMount) != 0) return -Sys.EACCES;
        byte* target = stackalloc byte[40];
        *(ushort*)target = 1;
        Text.DescriptorPath(target + 2, file);
        return Sys.Call(Sys.Connect, socket, (nint)target, 40);
    }

    private static void Prepare(MsgHdr* message, IoVec* vector, byte* data, byte* control)
    {
        vector->Base = data;
        vector->Length = 1;
        message->Name = null;
        message->NameLength = 0;
        message->Vectors = vector;
        message->VectorCount = 1;
        message->Control = control;
        message->ControlLength = 24;
        message->Flags = 0;
        for (int i = 0; i < 24; i++) control[i] = 0;
    }
}
