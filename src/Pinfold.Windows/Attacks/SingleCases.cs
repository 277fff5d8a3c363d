using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.Win32;
using Pinfold.Windows.Native;
using static Pinfold.Windows.Attacks.FileCalls;

namespace Pinfold.Windows.Attacks;

/// <summary>
/// Cases that are single ones of their kind: further servers that act for others, ports, names of devices, names asked
/// of everybody near.
/// </summary>
internal static class SingleCases
{
    private const string Distributions = @"Software\Microsoft\Windows\CurrentVersion\Lxss";

    internal static IEnumerable<AttackCode> Codes =>
    [
        Servers.Touching(
            "server-mmc",
            "$m = [Activator]::CreateInstance([type]::GetTypeFromProgID('MMC20.Application')); "
            + "try { $m.Document.ActiveView.ExecuteShellCommand('PROGRAM', $null, 'ARGUMENTS', '7') } finally { $m.Quit() }"),
        Linux,
        new("server-rpc", a => Call(a, a["id"]), s => s.Report.Succeeded) { Prepare = s => _ = s.Victim.ServesCalls },
        new("sibling-rpc", a => Call(a, a["sibling-id"]), s => s.Report.Succeeded)
        {
            Prepare = s => _ = s.Sibling.Command.ServesCalls,
            // a session that may make no port has none
            Denials = [.. AttackCode.Refused, Rpcrt4.RPC_S_SERVER_UNAVAILABLE],
        },
        Named("spelling-outside-device-name", "CON"),
        Named("spelling-outside-port-name", "COM1"),
        Named("spelling-outside-device-extension", "NUL.txt"),
        Multicast("net-mdns", new([224, 0, 0, 251]), 5353, "local"), // RFC 6762
        Multicast("net-llmnr", new([224, 0, 0, 252]), 5355, null), // RFC 4795
    ];

    /// <summary>
    /// A program of the user's Linux (WSL), which its own service starts, and which writes the drives of Windows as the
    /// user. Its messages are UTF-16. An account of the elevated mode has no Linux of its own, and the user's is not
    /// its.
    /// </summary>
    private static AttackCode Linux
    {
        get
        {
            var code = Servers.Touching(
                "server-wsl",
                "$m = 'ARGUMENTS'.Split('\"')[-2]; $m = '/mnt/' + $m.Substring(0, 1).ToLower() + $m.Substring(2).Replace('\\', '/'); "
                + "$o = & \"$env:SystemRoot\\System32\\wsl.exe\" -e touch $m 2>&1 | Out-String; "
                + "if ($LASTEXITCODE) { if ($o.Replace([string][char]0, '') -match 'ACCESSDENIED|80070005|DISTRO_NOT_FOUND') { exit 5 }; exit 1001 }");
            return code with { Unfit = s => HasLinux() ? code.Unfit(s) : "there is no Linux in this Windows (WSL)" };
        }
    }

    private static bool HasLinux()
    {
        using var key = Registry.CurrentUser.OpenSubKey(Distributions);
        return key?.GetValue("DefaultDistribution") is string;
    }

    private static void Call(Attempt a, string endpoint) => a.TryCode("RpcMgmtIsServerListening", Rpcrt4.Ask(endpoint));

    /// <summary>A name that means a device in every folder, unless the path is taken literally.</summary>
    private static AttackCode Named(string name, string file) =>
        new(name, a => Create(a, $@"\\?\{a.Outside}\{file}"), s => CanOpen($@"\\?\{s.Outside}\{file}"));

    /// <summary>
    /// A question to a group that every computer of a network listens to; here on the loopback interface, which it does
    /// not leave.
    /// </summary>
    private static AttackCode Multicast(string name, IPAddress group, int port, string? domain) => new(
        name,
        a => Networks.Do(a, "sendto", () =>
        {
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
            socket.SetSocketOption(SocketOptionLevel.IP, SocketOptionName.MulticastInterface,
                BitConverter.ToInt32(IPAddress.Loopback.GetAddressBytes()));
            socket.SendTo(Question(a["id"], domain), new IPEndPoint(group, port));
        }),
        WasAsked)
    {
        Prepare = s =>
        {
            var server = s.Server = s.Own(new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp));
            server.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
            server.Bind(new IPEndPoint(IPAddress.Any, port));
            server.SetSocketOption(SocketOptionLevel.IP, SocketOptionName.AddMembership,
                new MulticastOption(group, IPAddress.Loopback));
        },
        Denials = Networks.Refused,
    };

    /// <summary>Others may ask at the same port.</summary>
    private static bool WasAsked(Scene scene)
    {
        var (asked, datagram) = (Encoding.ASCII.GetBytes(scene.Id), new byte[2048]);
        while (scene.Server!.Poll(TimeSpan.FromSeconds(1), SelectMode.SelectRead))
            if (datagram.AsSpan(0, scene.Server.Receive(datagram)).IndexOf(asked) >= 0) return true;
        return false;
    }

    /// <summary>A question for an address, as it is on the wire (RFC 1035).</summary>
    private static byte[] Question(string name, string? domain)
    {
        ImmutableArray<byte> labels = [.. Label(name), .. domain is null ? [] : Label(domain)];
        return [0, 1, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, .. labels, 0, 0, 1, 0, 1];

        static byte[] Label(string text) => [(byte)text.Length, .. Encoding.ASCII.GetBytes(text)];
    }
}
