using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Diagnostics;
using Pinfold.Core.Paths;
using Pinfold.Core.Protocol;
using Pinfold.Linux.Native;

namespace Pinfold.Linux.Elevated;

/// <summary>
/// A connected local stream socket: bytes, descriptors beside them, and who is at the other end (unix(7)).
/// </summary>
internal sealed unsafe class LocalSocket : IDisposable
{
    // struct cmsghdr
    private const int ControlHead = 16, MaxDescriptors = LaunchBody.FixedDescriptors + LaunchBody.MaxPorts;
    private readonly Descriptor _socket;

    internal LocalSocket(Descriptor socket) => _socket = socket;

    /// <summary>The descriptor, for poll(2).</summary>
    internal int Number => _socket.Number;

    /// <summary>Connects to the socket at <paramref name="path"/>.</summary>
    /// <exception cref="LinuxException">There is nothing, or nobody listens.</exception>
    internal static LocalSocket Connect(string path)
    {
        var socket = new Descriptor(
            LinuxException.Check(Libc.Socket(Libc.AF_UNIX, Libc.SOCK_STREAM | Libc.SOCK_CLOEXEC, 0), "socket"));
        try
        {
            var address = Address(path);
            fixed (byte* a = address)
                LinuxException.Check(Libc.Connect(socket.Number, a, (uint)address.Length), "connect", path);
            return new(socket);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>struct sockaddr_un of a path.</summary>
    internal static byte[] Address(string path) => [Libc.AF_UNIX, 0, .. OsText.Encode(path), 0];

    /// <summary>Limits how long one send or receive may wait.</summary>
    internal void Limit(TimeSpan patience)
    {
        var time = stackalloc long[2];
        time[0] = (long)patience.TotalSeconds;
        time[1] = patience.Milliseconds * 1000;
        LinuxException.Check(Libc.SetSockOpt(Number, Libc.SOL_SOCKET, Libc.SO_RCVTIMEO, time, 16),
            "setsockopt", "SO_RCVTIMEO");
        LinuxException.Check(Libc.SetSockOpt(Number, Libc.SOL_SOCKET, Libc.SO_SNDTIMEO, time, 16),
            "setsockopt", "SO_SNDTIMEO");
    }

    /// <summary>Who connected or listens, as the kernel noted it then.</summary>
    internal (int Pid, uint Uid, uint Gid) Peer
    {
        get
        {
            var credentials = stackalloc uint[3]; // struct ucred
            var length = 12u;
            LinuxException.Check(Libc.GetSockOpt(Number, Libc.SOL_SOCKET, Libc.SO_PEERCRED, credentials, &length),
                "getsockopt", "SO_PEERCRED");
            return ((int)credentials[0], credentials[1], credentials[2]);
        }
    }

    /// <summary>
    /// The supplementary groups of the other end, as the kernel noted them then (SO_PEERGROUPS, Linux 4.13).
    /// </summary>
    internal ImmutableArray<uint> PeerGroups
    {
        get
        {
            const int Few = 64;
            var few = stackalloc uint[Few];
            var length = (uint)Few * 4;
            if (Libc.GetSockOpt(Number, Libc.SOL_SOCKET, Libc.SO_PEERGROUPS, few, &length) >= 0)
                return [.. new ReadOnlySpan<uint>(few, (int)(length / 4))];
            if (Errno.Last != Errno.ERANGE) LinuxException.Check(-1, "getsockopt", "SO_PEERGROUPS");
            var many = new uint[length / 4]; // the kernel has told how many there are
            fixed (uint* g = many)
                LinuxException.Check(Libc.GetSockOpt(Number, Libc.SOL_SOCKET, Libc.SO_PEERGROUPS, g, &length),
                    "getsockopt", "SO_PEERGROUPS");
            return [.. many.AsSpan(0, (int)(length / 4))];
        }
    }

    /// <summary>Sends all of <paramref name="bytes"/>; the descriptors go with the first of them.</summary>
    internal void Send(ReadOnlySpan<byte> bytes, ReadOnlySpan<int> descriptors = default)
    {
        var control = stackalloc byte[ControlHead + (4 * MaxDescriptors)];
        fixed (byte* data = bytes)
        {
            for (nint done = 0; done < bytes.Length;)
            {
                var vector = new IoVector { Base = data + done, Length = (nuint)(bytes.Length - done) };
                var message = new MessageHeader { Vectors = &vector, VectorCount = 1 };
                if (done == 0 && descriptors.Length > 0)
                {
                    *(nuint*)control = (nuint)(ControlHead + (4 * descriptors.Length));
                    ((int*)control)[2] = Libc.SOL_SOCKET;
                    ((int*)control)[3] = Libc.SCM_RIGHTS;
                    descriptors.CopyTo(new Span<int>(control + ControlHead, MaxDescriptors));
                    message.Control = control;
                    message.ControlLength = (nuint)((ControlHead + (4 * descriptors.Length) + 7) & ~7);
                }

                var sent = Libc.SendMsg(Number, &message, Libc.MSG_NOSIGNAL);
                if (sent < 0 && Errno.Last == Errno.EINTR) continue;
                done += LinuxException.Check(sent, "sendmsg");
            }
        }
    }

    /// <summary>
    /// Fills <paramref name="buffer"/>; descriptors that come with it are added to <paramref name="received"/>. Where
    /// that is null the kernel closes them, and this process never has them. False at the end of the stream.
    /// </summary>
    /// <exception cref="InvalidDataException">More descriptors came than there may be, or the bytes trickle for longer
    /// than <paramref name="patience"/>.</exception>
    internal bool Receive(Span<byte> buffer, TimeSpan patience, List<Descriptor>? received = null)
    {
        var began = Stopwatch.GetTimestamp();
        var control = stackalloc byte[ControlHead + (4 * MaxDescriptors)];
        fixed (byte* data = buffer)
        {
            for (nint done = 0; done < buffer.Length;)
            {
                var vector = new IoVector { Base = data + done, Length = (nuint)(buffer.Length - done) };
                var message = new MessageHeader { Vectors = &vector, VectorCount = 1 };
                if (received is not null)
                {
                    message.Control = control;
                    message.ControlLength = ControlHead + (4 * MaxDescriptors);
                }

                var got = Libc.RecvMsg(Number, &message, Libc.MSG_CMSG_CLOEXEC);
                if (got < 0 && Errno.Last == Errno.EINTR) continue;
                LinuxException.Check(got, "recvmsg");
                if (received is not null) Keep(control, message.ControlLength, received);
                if ((message.Flags & Libc.MSG_CTRUNC) != 0 || received?.Count > MaxDescriptors)
                    throw new InvalidDataException(received is null
                        ? "descriptors come with the body of a launch, and with nothing else"
                        : "too many descriptors");
                if (got == 0) return false;
                done += got;
                if (done < buffer.Length && Stopwatch.GetElapsedTime(began) > patience)
                    throw new InvalidDataException("the record comes too slowly");
            }
        }

        return true;
    }

    private static void Keep(byte* control, nuint length, List<Descriptor> received)
    {
        if (length < ControlHead) return;
        var count = (int)((*(nuint*)control - ControlHead) / 4);
        if (((int*)control)[2] != Libc.SOL_SOCKET || ((int*)control)[3] != Libc.SCM_RIGHTS) return;
        for (var i = 0; i < count; i++) received.Add(new Descriptor(((int*)(control + ControlHead))[i]));
    }

    /// <inheritdoc/>
    public void Dispose() => _socket.Dispose();
}
