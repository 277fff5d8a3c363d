using System.Runtime.InteropServices;
using Pinfold.Linux.Native;

namespace Pinfold.Linux.Network;

/// <summary>
/// Hears of each change of the kernel's rule sets in this network namespace, by anybody (netlink(7), multicast; root
/// only).
/// </summary>
internal sealed unsafe class RuleSetChanges : IDisposable
{
    // NFNLGRP_NFTABLES of linux/netfilter/nfnetlink.h; struct sockaddr_nl
    private const int Group = 7, AddressBytes = 12, DrainBytes = 1 << 14;
    private readonly Descriptor _socket = new(LinuxException.Check(
        Libc.Socket(Libc.AF_NETLINK, Libc.SOCK_RAW | Libc.SOCK_CLOEXEC, Libc.NETLINK_NETFILTER), "socket", "netlink"));

    /// <exception cref="LinuxException">The kernel has no nftables, or the caller may not listen.</exception>
    internal RuleSetChanges()
    {
        var address = stackalloc uint[AddressBytes / sizeof(uint)];
        address[0] = Libc.AF_NETLINK;
        address[1] = 0; // a number that the kernel chooses
        address[2] = 1 << (Group - 1);
        if (Libc.Bind(_socket.Number, address, AddressBytes) >= 0) return;
        var error = Marshal.GetLastPInvokeError();
        _socket.Dispose();
        Marshal.SetLastPInvokeError(error);
        LinuxException.Check(-1, "bind", "netlink");
    }

    /// <summary>Blocks until something changes; what changed is to be looked up after.</summary>
    internal void Wait()
    {
        var entry = new PollEntry(_socket.Number, PollEntry.In);
        while (Libc.Poll(&entry, 1, -1) < 0)
            if (Marshal.GetLastPInvokeError() != Errno.EINTR) LinuxException.Check(-1, "poll", "netlink");

        var bytes = stackalloc byte[DrainBytes];
        while (Libc.Recv(_socket.Number, bytes, DrainBytes, Libc.MSG_DONTWAIT) > 0)
        {
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _socket.Dispose();
}
