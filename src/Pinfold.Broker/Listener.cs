using Pinfold.Core.Paths;
using Pinfold.Core.Protocol;
using Pinfold.Linux.Elevated;
using Pinfold.Linux.Native;

namespace Pinfold.Broker;

/// <summary>
/// The socket that every local user may connect to. Its folder is root's; a thread serves each connection, a bounded
/// number at once.
/// </summary>
internal sealed unsafe class Listener : IDisposable
{
    private const int Backlog = 512, RetryMilliseconds = 100;
    private readonly Descriptor _socket;
    private readonly SemaphoreSlim _free = new(ClientPlaces<uint>.Most);
    private readonly ClientPlaces<uint> _places = new();
    private readonly object _ended = new();

    private Listener(Descriptor socket) => _socket = socket;

    /// <summary>Listens at <paramref name="path"/>, in place of a broker that is gone.</summary>
    internal static Listener Open(string path)
    {
        var folder = Path.GetDirectoryName(path)!;
        Directory.CreateDirectory(folder, (UnixFileMode)0x1ED /* 0755 */);
        var socket = new Descriptor(
            LinuxException.Check(Libc.Socket(Libc.AF_UNIX, Libc.SOCK_STREAM | Libc.SOCK_CLOEXEC, 0), "socket"));
        try
        {
            var temporary = path + ".new"; // bound, opened to all and listening before it has the name
            File.Delete(temporary);
            var address = LocalSocket.Address(temporary);
            fixed (byte* a = address)
                LinuxException.Check(Libc.Bind(socket.Number, a, (uint)address.Length), "bind", temporary);
            File.SetUnixFileMode(temporary, (UnixFileMode)0x1B6 /* 0666 */);
            LinuxException.Check(Libc.Listen(socket.Number, Backlog), "listen", temporary);
            fixed (byte* from = OsText.Encode(temporary + "\0")) fixed (byte* to = OsText.Encode(path + "\0"))
                LinuxException.Check(Libc.RenameAt(Libc.AT_FDCWD, from, Libc.AT_FDCWD, to), "rename", path);
            return new(socket);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Serves until it is closed. No user can keep the others out: one has a few connections at a time.
    /// </summary>
    internal void Serve(Action<LocalSocket> serve)
    {
        while (true)
        {
            _free.Wait();
            var fd = Accept();
            if (fd < 0) return;
            var socket = new LocalSocket(new Descriptor(fd));
            if (UserOf(socket) is { } uid && _places.TryEnter(uid)) Begin(socket, uid, serve);
            else End(socket);
        }
    }

    private static uint? UserOf(LocalSocket socket)
    {
        try
        {
            return socket.Peer.Uid;
        }
        catch (LinuxException)
        {
            return null;
        }
    }

    private void Begin(LocalSocket socket, uint uid, Action<LocalSocket> serve)
    {
        try
        {
            new Thread(() => Serve(socket, uid, serve), maxStackSize: 512 << 10) { IsBackground = true }.Start();
        }
        catch (OutOfMemoryException)
        {
            Leave(socket, uid); // the host has no thread left: this client asks again, the broker stays
        }
    }

    private void Serve(LocalSocket socket, uint uid, Action<LocalSocket> serve)
    {
        try
        {
            serve(socket);
        }
        finally
        {
            Leave(socket, uid);
        }
    }

    private void Leave(LocalSocket socket, uint uid)
    {
        _places.Leave(uid);
        End(socket);
    }

    private void End(LocalSocket socket)
    {
        socket.Dispose();
        _free.Release();
        lock (_ended) Monitor.Pulse(_ended);
    }

    private int Accept()
    {
        while (true)
        {
            var fd = _socket.IsClosed ? -1 : Libc.Accept4(_socket.Number, null, null, Libc.SOCK_CLOEXEC);
            if (fd >= 0 || _socket.IsClosed || Errno.Last is Errno.EBADF or Errno.EINVAL) return fd;
            if (Errno.Last is Errno.ECONNABORTED or Errno.EINTR) continue;
            // no descriptor or memory is left: until a connection ends
            lock (_ended) Monitor.Wait(_ended, RetryMilliseconds);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _socket.Dispose();
}
