using Pinfold.Core.WindowsModel;

namespace Pinfold.Core.Planning.Windows.Elevated;

/// <summary>A local account that commands run as.</summary>
/// <param name="Name">Its name, for people: nothing is looked up by it.</param>
/// <param name="Sid">What it is known by.</param>
/// <param name="Network">
/// A restricting SID that all its commands have and no object grants anything: see <see cref="FilterTable.WhoIs"/>.
/// </param>
public sealed record SandboxAccount(string Name, Sid Sid, Sid Network)
{
    private static readonly Sid OnlineNetwork = CapabilitySid.ForName("pinfold-network-online");

    /// <summary>True for the account that reaches the network.</summary>
    public bool IsOnline => Network == OnlineNetwork;

    /// <summary>The account whose commands reach their own proxy, where they have one, and nothing else.</summary>
    public static SandboxAccount Offline(string name, Sid sid) =>
        new(name, sid, CapabilitySid.ForName("pinfold-network-offline"));

    /// <summary>The account whose commands reach the network, without this computer's own services.</summary>
    public static SandboxAccount Online(string name, Sid sid) => new(name, sid, OnlineNetwork);
}
