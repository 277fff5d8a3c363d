using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Pinfold.Bench.Egress;

/// <summary>
/// One way from client to server: a running proxy, or none, or a <c>pinfold run</c> in which the client is.
/// </summary>
internal sealed record Contestant(string Name, int Port, string Fields, Process? Process, bool IsInside = false)
{
    internal double Throughput(int target) => IsInside ? Ask("S")[0] : Measure.Throughput(() => Open(target));

    internal List<double> ExchangeTimes(int target) => IsInside ? Ask("E") : Measure.ExchangeTimes(() => Open(target));

    internal List<double> OpenTimes(int target) => IsInside ? Ask("O") : Measure.OpenTimes(() => Open(target));

    /// <summary>Connections that wait; those of a client inside are held there until it ends.</summary>
    internal List<Socket> Idle(int target, int count)
    {
        if (!IsInside) return Measure.Idle(() => Open(target), count);
        Ask("I");
        return [];
    }

    /// <summary>The numbers that a client inside answers with.</summary>
    internal List<double> Ask(string what)
    {
        if (what.Length > 0) Process!.StandardInput.WriteLine(what);
        var line = Process!.StandardOutput.ReadLine()
            ?? throw new InvalidOperationException($"{Name}: {Process.StandardError.ReadToEnd()}");
        return [.. line.Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(v => double.Parse(v, System.Globalization.CultureInfo.InvariantCulture))];
    }

    /// <summary>A connection to the server's own address.</summary>
    internal static Socket Direct(int port)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        socket.Connect(IPAddress.Loopback, port);
        return socket;
    }

    /// <summary>A connection to <paramref name="target"/>, by CONNECT where there is a proxy.</summary>
    internal Socket Open(int target)
    {
        var socket = Direct(Process is null ? target : Port);
        if (Process is null) return socket;
        socket.Send(Encoding.ASCII.GetBytes(
            $"CONNECT 127.0.0.1:{target} HTTP/1.1\r\nHost: 127.0.0.1:{target}\r\n{Fields}\r\n"));
        var answer = new byte[4096];
        var length = 0;
        while (answer.AsSpan(0, length).IndexOf("\r\n\r\n"u8) < 0)
        {
            var n = socket.Receive(answer.AsSpan(length)); // the server speaks only when it is asked
            length += n;
            if (n == 0) throw new InvalidOperationException($"{Name}: {Encoding.ASCII.GetString(answer, 0, length)}");
        }

        return answer.AsSpan(0, length).IndexOf(" 200 "u8) > 0
            ? socket
            : throw new InvalidOperationException($"{Name}: {Encoding.ASCII.GetString(answer, 0, length)}");
    }

    /// <summary>
    /// Private memory of the process and its children, in bytes (smaps_rollup: what is the process's alone).
    /// </summary>
    internal long PrivateBytes()
    {
        long total = 0;
        foreach (var id in IsInside ? [Process!.Id] : Tree(Process!.Id)) // the client is no part of it
        {
            foreach (var line in File.ReadLines($"/proc/{id}/smaps_rollup"))
                if (line.StartsWith("Private_", StringComparison.Ordinal))
                    total += long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1],
                        System.Globalization.CultureInfo.InvariantCulture) * 1024;
        }

        return total;
    }

    private static IEnumerable<int> Tree(int id)
    {
        yield return id;
        foreach (var child in File.ReadAllText($"/proc/{id}/task/{id}/children")
            .Split(' ', StringSplitOptions.RemoveEmptyEntries))
            foreach (var below in Tree(int.Parse(child, System.Globalization.CultureInfo.InvariantCulture)))
                yield return below;
    }
}
