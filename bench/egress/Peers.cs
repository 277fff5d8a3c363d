using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Pinfold.Bench.Egress;

/// <summary>Starts the contestants: each is asked for tunnels to one port of the loopback and logs nothing.</summary>
internal static class Peers
{
    internal static List<Contestant> Start(string folder, int target, string? program)
    {
        var all = new List<Contestant> { new("direct", 0, "", null) };
        var own = Run(Environment.ProcessPath!, ["serve", "13128", $"{target}"]);
        var secret = own.StandardOutput.ReadLine();
        all.Add(new("**pinfold**", 13128,
            $"Proxy-Authorization: Basic {Convert.ToBase64String(System.Text.Encoding.ASCII.GetBytes($"pinfold:{secret}"))}\r\n",
            own));
        if (program is not null)
        {
            var workspace = Directory.CreateDirectory(folder + "/ws").FullName;
            var run = Run(program, ["run", "--workspace", workspace, "--allow",
                $"127.0.0.1:{target}", "--", Environment.ProcessPath!, "inside", $"{target}"]);
            all.Add(new("**pinfold**, past its variables", 0, "", run, IsInside: true));
            all[^1].Ask("");
        }

        if (File.Exists("/usr/bin/tinyproxy"))
        {
            File.WriteAllText(folder + "/tinyproxy.conf",
                $"Port 13129\nListen 127.0.0.1\nTimeout 600\nMaxClients 3000\nLogLevel Critical\nLogFile \"{folder}/tinyproxy.log\"\nConnectPort {target}\n");
            all.Add(new("tinyproxy", 13129, "", Run("/usr/bin/tinyproxy", ["-d", "-c", folder + "/tinyproxy.conf"])));
        }

        if (File.Exists("/usr/sbin/squid"))
        {
            File.WriteAllText(folder + "/squid.conf", $"""
                http_port 127.0.0.1:13130
                acl t port {target}
                http_access allow t
                cache deny all
                access_log none
                cache_log {folder}/squid.log
                pid_filename {folder}/squid.pid
                coredump_dir {folder}
                pinger_enable off
                shutdown_lifetime 0 seconds
                """ + "\n");
            all.Add(new("squid", 13130, "", Run("/usr/sbin/squid", ["-N", "-f", folder + "/squid.conf"])));
        }

        foreach (var contestant in all.Where(c => c is { Process: not null, IsInside: false })) Await(contestant);
        return all;
    }

    internal static Process Run(string program, string[] arguments) => Process.Start(
        new ProcessStartInfo(program, arguments)
        {
            UseShellExecute = false, RedirectStandardInput = true,
            RedirectStandardOutput = true, RedirectStandardError = true
        })!;

    private static void Await(Contestant contestant)
    {
        while (true)
        {
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                socket.Connect(IPAddress.Loopback, contestant.Port);
                return;
            }
            catch (SocketException) when (!contestant.Process!.WaitForExit(50))
            {
                continue;
            }
        }
    }
}
