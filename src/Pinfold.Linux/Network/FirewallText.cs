using System.Globalization;
using System.Text;
using Pinfold.Linux.Setup;

namespace Pinfold.Linux.Network;

/// <summary>The filter as text for nft(8).</summary>
internal static class FirewallText
{
    internal const string Table = "inet pinfold";

    /// <summary>Puts the table in place of what has its name, in one transaction.</summary>
    internal static string Of(Installation installation) =>
        // 'add' first, since 'delete' of a table that is not there fails, and with it the transaction.
        $"add table {Table}\ndelete table {Table}\n{Rules(installation)}";

    private static string Rules(Installation installation)
    {
        var (offline, online) = (Number(installation.Offline.Uid), Number(installation.Online.Uid));
        var ports = new StringBuilder("53"); // names are looked up at a resolver that often listens on 127.0.0.53 alone
        foreach (var port in installation.Loopback.Where(p => p != 53).Distinct().Order()) ports.Append($", {Number((uint)port)}");
        // A server's answers pass, and no connection is opened from one of those ports: anybody may bind them.
        return $$"""
            table {{Table}} {
              chain output {
                type filter hook output priority -300; policy accept;
                meta skuid {{offline}} jump nothing
                meta skuid {{online}} jump others
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

    private static string Number(uint number) => number.ToString(CultureInfo.InvariantCulture);
}
