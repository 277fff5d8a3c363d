using System.Text;
using Pinfold.Core.Policy;
using Pinfold.Linux.Native;
using static Pinfold.Linux.Attacks.SystemCall;

namespace Pinfold.Linux.Attacks;

/// <summary>
/// Reaching the user's own services through the egress proxy, whose allow list names other hosts at that port. Outside,
/// where there is no proxy, they are reached directly.
/// </summary>
internal static class Egress
{
    private static readonly Origin Here = new(PolicyLayer.Flag, "verify");

    internal static IEnumerable<AttackCode> Codes =>
    [
        Code("egress-direct", a => Networks.Connect(a, Address.Inet, 0, Address.Inet4(a.Number("port")))) with
            { Isolated = true },
        Code("egress-direct-mapped",
            a => Networks.Connect(a, Address.Inet6, 0, Address.InetSix(a.Number("port"), mapped: true)))
            with { Isolated = true },
        Code("egress-loopback", a => Tunnel(a, "127.0.0.1")),
        Code("egress-localhost", a => Tunnel(a, "localhost")),
        Code("egress-any", a => Tunnel(a, "0.0.0.0")),
        Code("egress-decimal", a => Tunnel(a, "2130706433")),
        Code("egress-octal", a => Tunnel(a, "0177.0.0.1")),
        Code("egress-hexadecimal", a => Tunnel(a, "0x7f.1")),
        Code("egress-mapped", a => Tunnel(a, "[::ffff:127.0.0.1]")),
        Code("egress-nat64", a => Tunnel(a, "[64:ff9b::7f00:1]")),
        Code("egress-nul", a => Tunnel(a, "allowed.example\0.127.0.0.1")),
        Code("egress-socks", Socks),
        Code("egress-credential",
            a => Tunnel(a, "127.0.0.1", "Proxy-Authorization: Basic cGluZm9sZDowMDAw\r\n"),
            "127.0.0.1"),
        Code("egress-no-credential", a => Tunnel(a, "127.0.0.1", ""), "127.0.0.1"),
    ];

    private static AttackCode Code(string name, Action<Attempt> run, string allowed = "allowed.example") =>
        new(name, run, s => s.AnyServerReached)
        {
            Prepare = Networks.Listen4(Server.Stream),
            Denials = Refusals.Unreachable,
            Policy = (s, p) => p
                with { Network = NetworkMode.Allowlist, Allow = [new(allowed, false,
                    int.Parse(s.Fact("port"), System.Globalization.CultureInfo.InvariantCulture), Here)] },
            Promise = plan => plan.Steps.Any(s => s is Core.Planning.PlanStep.Egress),
        };

    private static void Tunnel(Attempt a, string host, string? field = null)
    {
        if (Proxy() is not { } proxy)
        {
            Networks.Connect(a, Address.Inet, 0, Address.Inet4(a.Number("port")));
            return;
        }

        var socket = ToProxy(a, proxy);
        field ??= $"Proxy-Authorization: Basic {Convert.ToBase64String(Encoding.ASCII.GetBytes(proxy.UserInfo))}\r\n";
        var target = $"{host}:{a.Number("port")}";
        Send(socket, Encoding.Latin1.GetBytes($"CONNECT {target} HTTP/1.1\r\nHost: {target}\r\n{field}\r\n"));
        var answer = Read(socket) ?? "";
        if (!answer.StartsWith("HTTP/1.1 ", StringComparison.Ordinal))
            throw new InvalidOperationException("the proxy did not answer, so that its refusal shows nothing");
        a.Try("CONNECT", answer.StartsWith("HTTP/1.1 200 ", StringComparison.Ordinal) ? 0 : -Errno.EACCES);
    }

    private static void Socks(Attempt a)
    {
        if (Proxy() is not { } proxy)
        {
            Networks.Connect(a, Address.Inet, 0, Address.Inet4(a.Number("port")));
            return;
        }

        var socket = ToProxy(a, proxy);
        var (user, secret) = (proxy.UserInfo.Split(':')[0], proxy.UserInfo.Split(':')[1]);
        var port = a.Number("port");
        Send(socket, [5, 1, 2]);
        Read(socket);
        Send(socket, [1, (byte)user.Length, .. Encoding.ASCII.GetBytes(user),
            (byte)secret.Length, .. Encoding.ASCII.GetBytes(secret)]);
        Read(socket);
        Send(socket, [5, 1, 0, 1, 127, 0, 0, 1, (byte)(port >> 8), (byte)port]);
        if (Read(socket) is not { Length: > 1 } answer)
            throw new InvalidOperationException("the proxy did not answer, so that its refusal shows nothing");
        a.Try("CONNECT", answer[1] == 0 ? 0 : -Errno.EACCES);
    }

    private static Uri? Proxy() =>
        Environment.GetEnvironmentVariable("http_proxy") is { } url
            && Uri.TryCreate(url, UriKind.Absolute, out var proxy)
            ? proxy
            : null;

    private static nint ToProxy(Attempt a, Uri proxy)
    {
        var socket = a.Gate("socket", Call(Sys.Socket, Address.Inet, Server.Stream, 0));
        var address = Address.Inet4(proxy.Port);
        a.Need("connect", Call(Sys.Connect, socket, address.Pointer, address.Length));
        return socket;
    }

    private static void Send(nint socket, byte[] bytes) => Call(Sys.Write, socket, Bytes(bytes), bytes.Length);
}
