using System.Globalization;
using Pinfold.Core.Protocol;
using Pinfold.Core.WindowsModel;

namespace Pinfold.Core.Planning.Windows.Elevated;

/// <summary>
/// The row of TCP ports on 127.0.0.1 that the filters leave to egress proxies, one for each command with an allow list.
/// A port's filter names no account but a SID of its own, which the broker gives to the one command whose pinfold
/// listens there: so a command reaches its own proxy, and one without an allow list none.
/// </summary>
public static class ProxyPorts
{
    /// <summary>
    /// Ports of the row: as many as the broker runs commands of a user, so that one user never waits for a port of
    /// their own.
    /// </summary>
    public const int Count = AccountLaunch.MaxProxies;

    /// <summary>
    /// The first port that Windows hands out by itself (Win32, <i>Default dynamic port range</i>: 49152 to 65535): a
    /// program may have it by chance.
    /// </summary>
    private const int FirstDynamic = 49152;

    /// <summary>
    /// The SID of a port's place in the row, which no object grants anything and no account is a member of.
    /// </summary>
    /// <param name="slot">0 to <see cref="Count"/> - 1.</param>
    public static Sid SidOf(int slot)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(slot);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(slot, Count);
        return CapabilitySid.ForName(string.Create(CultureInfo.InvariantCulture, $"pinfold-network-proxy-{slot}"));
    }

    /// <summary>The port at a place of the row that begins with <paramref name="first"/>.</summary>
    public static ushort PortOf(ushort first, int slot) => checked((ushort)(first + slot));

    /// <summary>Its first and last port, for people.</summary>
    public static string RowOf(ushort first) =>
        string.Create(CultureInfo.InvariantCulture, $"{first}-{first + Count - 1}");

    /// <summary>Why a row cannot begin with <paramref name="first"/>, or null.</summary>
    /// <param name="first">The first port.</param>
    /// <param name="loopback">Ports that are given to all commands: none may be a proxy's.</param>
    public static string? Fault(ushort first, IEnumerable<ushort> loopback)
    {
        ArgumentNullException.ThrowIfNull(loopback);
        if (first == 0) return "the proxies' first port is missing";
        if (first + Count > FirstDynamic)
            return $"the proxies' ports would be {RowOf(first)}, and from {FirstDynamic} on Windows hands ports out by itself: begin at {FirstDynamic - Count} or below";
        foreach (var port in loopback)
            if (port >= first && port < first + Count)
                return $"loopback port {port} is one of the proxies' ports {RowOf(first)}: name another";
        return null;
    }
}
