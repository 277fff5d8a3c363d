using System.Net.Sockets;

namespace Pinfold.Egress;

/// <summary>
/// Moves what is there from one connection to another, and holds no memory afterwards. A host may know a way without
/// copies.
/// </summary>
/// <param name="from">Something is there to be read, or it has ended.</param>
/// <param name="to">Waited for while it takes nothing.</param>
/// <param name="count">Hears of bytes no later than the other side: of a connection that breaks, more may be counted
/// than arrived, and never less.</param>
/// <param name="end">Ends the wait.</param>
/// <returns>False when <paramref name="from"/> has ended.</returns>
/// <exception cref="SocketException">One of them is broken.</exception>
public delegate ValueTask<bool> MoveBytes(Socket from, Socket to, Action<int> count, CancellationToken end);
