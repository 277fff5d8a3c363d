using System.Net;
using System.Net.Sockets;
using Pinfold.Cli.Installing;
using Pinfold.Cli.Policies;
using Pinfold.Core.Decisions;
using Pinfold.Core.Policy;

namespace Pinfold.Cli.Explaining;

internal static partial class Explain
{
    /// <summary>Linux has mounts in place of descriptors: the policy's word is all there is.</summary>
    private static IReadOnlyList<string>? Check(Request request, Func<Fence> fence) => null;

    /// <summary>The filter of elevated mode is made of the machine's policy, as it was when setup ran.</summary>
    private static AccountReach? Reach(PolicyFlags flags) => flags.Mode == FenceMode.Elevated ? new(MachineNetwork.Ports(), IsOwn) : null;

    /// <summary>A socket can be bound to this host's own addresses (bind(2), EADDRNOTAVAIL).</summary>
    private static bool IsOwn(IPAddress address)
    {
        try
        {
            using var socket = new Socket(address.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
            socket.Bind(new IPEndPoint(address, 0));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
