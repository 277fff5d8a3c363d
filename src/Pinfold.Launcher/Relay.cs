using Pinfold.Launcher.Native;

namespace Pinfold.Launcher;

/// <summary>
/// Connections to a declared port of the user's loopback are carried to the same port inside. A child for each.
/// </summary>
internal static unsafe class Relay
{
    private const int Chunk = 65536;

    internal static void Serve(nint listener, int port)
    {
        nint outside = Sys.Call(Sys.Accept4, listener, 0, 0, Sys.O_CLOEXEC);
        if (outside < 0) return;
        nint child = Sys.Fork();
        if (child != 0)
        {
            Sys.CloseFd(outside);
            return;
        }

        nint inside = Connect(port);
        if (inside >= 0) Carry(outside, inside);
        Sys.Exit(0);
    }

    private static nint Connect(int port)
    {
        byte* address = stackalloc byte[28]; // struct sockaddr_in, then sockaddr_in6 (ip(7), ipv6(7))
        for (int i = 0; i < 28; i++) address[i] = 0;
        address[2] = (byte)(port >> 8);
        address[3] = (byte)port;
        address[0] = 2;
        address[4] = 127;
        address[7] = 1;
        nint socket = Sys.Call(Sys.Socket, 2, 1 | Sys.O_CLOEXEC, 0);
        if (socket >= 0 && Sys.Call(Sys.Connect, socket, (nint)address, 16) >= 0) return socket;
        Sys.CloseFd(socket);
        address[0] = 10;
        address[4] = address[7] = 0;
        address[23] = 1;
        socket = Sys.Call(Sys.Socket, 10, 1 | Sys.O_CLOEXEC, 0);
        return socket < 0 || Sys.Call(Sys.Connect, socket, (nint)address, 28) >= 0 ? socket : -1;
    }

    private static void Carry(nint a, nint b)
    {
        nint other = Sys.Fork(); // one direction each
        nint from = other == 0 ? b : a, to = other == 0 ? a : b;
        byte* buffer = (byte*)Sys.Call(Sys.Mmap, 0, Chunk, 3, 0x22, -1, 0);
        while (true)
        {
            nint got = Sys.Call(Sys.Read, from, (nint)buffer, Chunk);
            if (got <= 0) break;
            for (nint sent = 0; sent < got;)
            {
                nint wrote = Sys.Call(Sys.Write, to, (nint)(buffer + sent), got - sent);
                if (wrote <= 0) Sys.Exit(0);
                sent += wrote;
            }
        }

        Sys.Call(Sys.Shutdown, to, 1 /* SHUT_WR */);
    }
}
