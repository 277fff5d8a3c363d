using Pinfold.Launcher.Native;

namespace Pinfold.Launcher;

/// <summary>
/// Decides connect(2). The socket and the address are copied once, then the connection is made on the copy by us: the
/// command's memory and descriptors are never looked at twice (seccomp_unotify(2), "time-of-check time-of-use").
/// A Unix socket may be reached only when it lies on a mount that is writable here: the roots and the private folders.
/// </summary>
internal static unsafe class Supervisor
{
    private const uint NotifReceive = 0xC0502100, NotifSend = 0xC0182101, NotifValid = 0x40082102;
    private const int AddressBytes = 128, UnixAddressBytes = 110;
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
        nint process = -1, socket = -1, file = -1;
        byte* address = stackalloc byte[AddressBytes + 1];
        int length = (int)notif.Args[2];
        nint result = Copy(s, &notif, address, length, ref process, ref socket);
        if (result >= 0) result = Connect(s, &notif, socket, address, length, ref file);
        if (file >= 0) Sys.CloseFd(file);
        if (socket >= 0) Sys.CloseFd(socket);
        if (process >= 0) Sys.CloseFd(process);
        if (result != Connectors.InChild) Answer(s->Notify, notif.Id, result);
    }

    internal static void Answer(nint notify, ulong id, nint result)
    {
        SeccompNotifResp answer;
        answer.Id = id;
        answer.Value = 0;
        answer.Flags = 0;
        answer.Error = (int)result;
        Sys.Call(Sys.Ioctl, notify, unchecked((nint)NotifSend), (nint)(&answer));
    }

    private static nint Copy(Session* s, SeccompNotif* notif, byte* address, int length,
        ref nint process, ref nint socket)
    {
        if (length < 2 || length > AddressBytes) return -Sys.EINVAL;
        process = OpenProcess(notif->Pid);
        if (process < 0) return -Sys.EACCES;
        if (Sys.Call(Sys.Ioctl, s->Notify, (nint)NotifValid, (nint)(&notif->Id)) < 0) return -Sys.EACCES;
        socket = Sys.Call(Sys.PidfdGetfd, process, (nint)notif->Args[0], 0);
        if (socket < 0) return socket == -Sys.EPERM ? -Sys.EACCES : socket;
        IoVec local, remote;
        local.Base = address;
        local.Length = remote.Length = (ulong)length;
        remote.Base = (void*)notif->Args[1];
        nint read = Sys.Call(Sys.ProcessVmReadv, (nint)notif->Pid, (nint)(&local), 1, (nint)(&remote), 1, 0);
        return read == length ? 0 : -Sys.EFAULT;
    }

    /// <summary>
    /// A pidfd of thread <paramref name="thread"/> (PIDFD_THREAD, Linux 6.9), else of its process: they share
    /// descriptors and memory.
    /// </summary>
    private static nint OpenProcess(uint thread)
    {
        nint fd = Sys.Call(Sys.PidfdOpen, (nint)thread, Sys.O_EXCL);
        return fd >= 0 ? fd : Sys.Call(Sys.PidfdOpen, Threads.Leader(thread), 0);
    }

    private static nint Connect(Session* s, SeccompNotif* notif, nint socket, byte* address, int length, ref nint file)
    {
        nint domain = Sys.SocketOption(socket, Sys.SO_DOMAIN);
        if (domain < 0) return domain; // ENOTSOCK
        byte* target = address;
        int targetLength = length;
        byte* byDescriptor = stackalloc byte[40];
        if (domain == Sys.AF_UNIX)
        {
            nint allowed = ExamineUnix(s, notif->Pid, socket, address, length, ref file);
            if (allowed == -Sys.EACCES) Denials.Add(s, address, length);
            if (allowed < 0) return allowed;
            if (file >= 0)
            {
                *(ushort*)byDescriptor = Sys.AF_UNIX;
                Text.DescriptorPath(byDescriptor + 2, file);
                target = byDescriptor;
                targetLength = 40;
            }
        }

        bool routed = domain == Sys.AF_UNIX || !s->HasNetNamespace || Denials.IsLocal(address, length);
        if (!routed && s->EgressCount > 0)
        {
            routed = Egress.Leads(s, socket, address);
            if (!routed) Denials.Add(s, address, length);
            if (!routed) return -Sys.ENETUNREACH;
        }

        if (routed && (Sys.Call(Sys.Fcntl, socket, 3 /* F_GETFL */) & Sys.O_NONBLOCK) == 0)
            return s->Connectors.Connect(s->Notify, notif->Id, socket, (int)domain, target, targetLength);

        nint result = Sys.Call(Sys.Connect, socket, (nint)target, targetLength);
        if (!routed && result == -Sys.ENETUNREACH) Denials.Add(s, address, length);
        return result;
    }

    /// <summary>
    /// 0 with an O_PATH descriptor of the socket file, or with none for an abstract address; else a negative errno.
    /// </summary>
    private static nint ExamineUnix(Session* s, uint thread, nint socket, byte* address, int length, ref nint file)
    {
        if (length > UnixAddressBytes || *(ushort*)address != Sys.AF_UNIX) return -Sys.EINVAL;
        nint type = Sys.SocketOption(socket, Sys.SO_TYPE);
        if (type != Sys.SOCK_STREAM && type != Sys.SOCK_SEQPACKET) return -Sys.EACCES;
        // the network namespace and Landlock decide
        if (length == 2 || address[2] == 0) return s->RefuseAbstract ? -Sys.EACCES : 0;
        address[length] = 0;
        nint from = Sys.AT_FDCWD;
        if (address[2] != (byte)'/')
        {
            byte* folder = stackalloc byte[40];
            fixed (byte* cwd = "/cwd\0"u8) Threads.Path(folder, thread, cwd);
            from = Sys.Call(Sys.Openat, Sys.AT_FDCWD, (nint)folder, Sys.O_PATH | Sys.O_CLOEXEC | Sys.O_DIRECTORY);
            if (from < 0) return from;
        }

        OpenHow how;
        how.Flags = (ulong)(Sys.O_PATH | Sys.O_CLOEXEC);
        how.Mode = 0;
        how.Resolve = OpenHow.NoMagicLinks; // /proc/self/… would be ours, not the caller's
        file = Sys.Call(Sys.Openat2, from, (nint)(address + 2), (nint)(&how), sizeof(OpenHow));
        if (from >= 0) Sys.CloseFd(from);
        if (file < 0) return file == -Sys.ELOOP ? -Sys.EACCES : file;
        ulong* statfs = stackalloc ulong[15];
        nint result = Sys.Call(Sys.Fstatfs, file, (nint)statfs);
        if (result < 0) return result;
        return (statfs[10] & ReadOnlyMount) != 0 ? -Sys.EACCES : 0;
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
