using System.Collections.Immutable;
using Pinfold.Core.Enforcement;

namespace Pinfold.Core.Attacks;

/// <content>Cases of the families above that are single ones of their kind.</content>
public static partial class WindowsAttacks
{
    private const string DecideThemselves = "servers that decide by themselves";

    private static ImmutableArray<Attack> SingleCases => [
        .. Attack.Rows("servers", Control.Sockets, DecideThemselves,
            ("server-mmc", V, "a process made by the management console, by DCOM (MMC20.Application)", OutOfTree),
            ("server-wsl", V, "a process of the user's Linux (WSL), which writes the drives", OutOfTree),
            ("server-rpc", V, "calls to an RPC server of the user's (an ALPC port)", Result)),
        .. Attack.Rows("other sessions", Control.Sockets, DecideThemselves,
            ("sibling-rpc", V, "calls to an RPC server of another session (an ALPC port)", Result)),
        .. Attack.Rows("spellings", Control.Writes,
            ("spelling-outside-device-name", T | V, "an outside file named CON, taken literally", FileExists),
            ("spelling-outside-port-name", T | V, "the same named COM1", FileExists),
            ("spelling-outside-device-extension", T | V, "the same named NUL.txt", FileExists)),
        .. Attack.Rows("network", Control.Network, "network",
            ("net-mdns", AttackLayers.None, "secrets as names asked of the local network (mDNS)",
                "the group got the question"),
            ("net-llmnr", AttackLayers.None, "the same by LLMNR", "the group got the question")),
    ];
}
