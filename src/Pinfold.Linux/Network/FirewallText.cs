using System.Globalization;
using Pinfold.Core.Decisions;
using Pinfold.Core.Ledger;
using Pinfold.Linux.Host;
using Pinfold.Linux.Setup;

namespace Pinfold.Linux.Network;

/// <summary>The filter as text for nft(8).</summary>
internal static class FirewallText
{
    internal const string Table = "inet pinfold";

    /// <summary>Chains that nobody else would name so.</summary>
    internal static readonly string[] Chains = ["nothing", "others", "here"];

    /// <summary>Puts the table in place of what has its name, in one transaction.</summary>
    internal static string Of(Installation installation) =>
        // 'add' first, since 'delete' of a table that is not there fails, and with it the transaction.
        $"add table {Table}\ndelete table {Table}\n{Rules(installation)}";

    private static string Rules(Installation installation)
    {
        var (offline, online) = (Number(installation.Offline.Uid), Number(installation.Online.Uid));
        // names are looked up at a resolver that often listens on 127.0.0.53 alone
        var ports = string.Join(", ", AccountReach.Ports(installation.Loopback));
        // A server's answers pass, and no connection is opened from one of those ports: anybody may bind them.
        return $$"""
            table {{Table}} {
              chain output {
                type filter hook output priority -300; policy accept;
                meta skuid {{offline}} jump nothing
            {{Online(installation, online)}}
              }
              chain nothing {
                meta l4proto tcp reject with tcp reset
                reject with icmpx admin-prohibited
              }
              chain others {
                tcp flags & (syn | ack) == (syn | ack) oifname != "lo" drop
                fib daddr type local jump here
                fib daddr type { broadcast, multicast } jump nothing
              }
              chain here {
                tcp dport { {{ports}} } accept
                tcp sport { {{ports}} } tcp flags & (syn | ack) != syn accept
                udp dport 53 accept
                ip protocol icmp accept
                meta l4proto ipv6-icmp accept
                jump nothing
              }
            }

            """;
    }

    /// <summary>
    /// The uid is the one of whoever made the socket, while there is a file of it; the cgroup is the one that it was
    /// made in, also when it is closed and still sends. A new connection's answer is known by its listener alone, which
    /// has a uid and as yet no cgroup (struct request_sock).
    /// </summary>
    private static string Online(Installation installation, string uid)
    {
        var others = installation.Network == SetupOptions.AnyNetwork ? "others" : "nothing";
        return installation.Cgroups.Length == 0 ? $"    meta skuid {uid} jump {others}" : $$"""
                {{InCgroup(installation, "offline")}} jump nothing
                {{InCgroup(installation, "online")}} goto {{others}}
                meta skuid {{uid}} tcp flags & (syn | ack) == (syn | ack) goto {{others}}
                meta skuid {{uid}} jump nothing
            """;
    }

    /// <summary>
    /// nft(8) looks the path up below /sys/fs/cgroup; the kernel compares the ancestor at that level of its whole tree.
    /// </summary>
    private static string InCgroup(Installation installation, string role)
    {
        var path = $"{installation.Cgroups}/{role}";
        var level = SessionCgroups.Level(path);
        return $"socket cgroupv2 level {Number((uint)level)} \"{path[(SessionCgroups.Top.Length + 1)..]}\"";
    }

    private static string Number(uint number) => number.ToString(CultureInfo.InvariantCulture);
}
