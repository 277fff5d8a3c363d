using System.Collections.Immutable;
using System.Net.Sockets;

namespace Pinfold.Linux.Processes;

/// <summary>
/// The sockets of the egress step: they belong to the sandbox's network namespace, and are served from outside of it.
/// The receiver disposes them.
/// </summary>
/// <param name="Proxy">Listens at 127.0.0.1, where the variables of the command say.</param>
/// <param name="Names">Datagrams to port 53 of every address.</param>
/// <param name="Direct">Each listens to one port of every address; one of them is port 53.</param>
public sealed record EgressSockets(Socket Proxy, Socket Names, ImmutableArray<Socket> Direct);
