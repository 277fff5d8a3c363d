using System.Text;
using Pinfold.Core.Protocol;
using Pinfold.Linux.Native;
using Pinfold.Linux.Processes;
using Pinfold.Linux.Setup;

namespace Pinfold.Linux.Elevated;

/// <summary>The way to the broker: one connection for each question.</summary>
public static class BrokerClient
{
    /// <summary>Where the broker listens.</summary>
    public const string SocketPath = SetupPaths.Socket;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>What stands. The message of an exception is fit for the user.</summary>
    /// <exception cref="LaunchException">There is no broker, or it refuses.</exception>
    public static BrokerStatus Status() =>
        BrokerStatus.Read(Ask(BrokerKind.Status, [], [], BrokerKind.Standing))
            ?? throw Broken("its status is malformed");

    /// <summary>Puts accounts and firewall back as they were set up.</summary>
    /// <exception cref="LaunchException">There is no broker, or it could not.</exception>
    public static void Repair() => Ask(BrokerKind.Repair, [], [], BrokerKind.Done);

    /// <summary>Ends every command that this user has running in elevated mode.</summary>
    /// <exception cref="LaunchException">There is no broker.</exception>
    public static void Release() => Ask(BrokerKind.Release, [], [], BrokerKind.Done);

    /// <summary>
    /// Starts the launcher with <paramref name="plan"/>; the descriptors are those of <see cref="LaunchBody"/>.
    /// </summary>
    /// <exception cref="LaunchException">There is no broker, or it refuses: nothing ran.</exception>
    /// <exception cref="IOException">It did not answer, or not as it should: something may run.</exception>
    internal static void Launch(uint account, ReadOnlySpan<byte> plan, ReadOnlySpan<int> descriptors) =>
        Ask(BrokerKind.Launch,
            LaunchBody.Write(account, descriptors.Length - LaunchBody.FixedDescriptors, Umask(), plan), descriptors,
            BrokerKind.Done);

    private static byte[] Ask(BrokerKind kind, ReadOnlySpan<byte> body, ReadOnlySpan<int> descriptors,
        BrokerKind expected)
    {
        try
        {
            using var socket = LocalSocket.Connect(SocketPath);
            if (socket.Peer.Uid != 0) throw Broken($"{SocketPath} is served by user {socket.Peer.Uid}, not by root");
            socket.Limit(Patience);
            Say(socket, BrokerHeader.Record(kind, body), descriptors);
            return Reply(socket, expected);
        }
        catch (LinuxException e) when (e.Function == "connect")
        {
            throw new LaunchException(
                $"elevated mode needs Pinfold's broker, and there is none ({e.Message}): "
                    + "run 'sudo pinfold setup' once, or use --mode unelevated; 'pinfold doctor' says more", e);
        }
        catch (LinuxException e)
        {
            throw new IOException($"the broker does not answer ({e.Message}); 'pinfold doctor' says more", e);
        }
    }

    /// <summary>The broker takes descriptors once it knows what for: they go with the body.</summary>
    private static void Say(LocalSocket socket, ReadOnlySpan<byte> record, ReadOnlySpan<int> descriptors)
    {
        socket.Send(record[..BrokerHeader.Bytes]);
        try
        {
            socket.Send(record[BrokerHeader.Bytes..], descriptors);
        }
        catch (LinuxException e) when (e.Errno is Errno.EPIPE or Errno.ECONNRESET)
        {
            // It has heard enough; its answer is there.
        }
    }

    private static byte[] Reply(LocalSocket socket, BrokerKind expected)
    {
        var head = new byte[BrokerHeader.Bytes];
        if (!socket.Receive(head, Patience)) throw Broken("it hung up");
        if (BrokerHeader.Read(head, out var reason) is not { } header) throw Broken(reason);
        var body = new byte[header.Length];
        if (!socket.Receive(body, Patience) && body.Length > 0) throw Broken("it hung up");
        if (header.Kind == BrokerKind.Refused)
            throw new LaunchException("the broker refused: " + Encoding.UTF8.GetString(body));
        return header.Kind == expected ? body : throw Broken($"it said {header.Kind}");
    }

    /// <summary>
    /// umask(2) tells the old one only with a new one: this thread is not the only one that makes files.
    /// </summary>
    private static uint Umask()
    {
        const string Key = "Umask:\t";
        var line = File.ReadLines("/proc/self/status").FirstOrDefault(l => l.StartsWith(Key, StringComparison.Ordinal));
        return line is null
            ? throw new LaunchException("/proc/self/status has no line 'Umask' (proc(5), Linux 4.7)")
            : Convert.ToUInt32(line[Key.Length..], 8);
    }

    private static IOException Broken(string why) => new($"the broker's answer is not to be trusted: {why}");
}
