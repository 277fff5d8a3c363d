using System.Net;
using System.Net.Sockets;

namespace Pinfold.Egress.Names;

/// <summary>
/// Sends a datagram to <paramref name="to"/> with the source address <paramref name="from"/>, which the question was
/// sent to.
/// </summary>
/// <returns>False when it could not be sent: the asker asks again.</returns>
public delegate bool ReplyFrom(Socket socket, ReadOnlySpan<byte> answer, IPEndPoint to, IPAddress from);
