using System.Collections.Immutable;
using Pinfold.Core.Policy;
using Pinfold.Core.WindowsModel;

namespace Pinfold.Core.Planning.Windows.Elevated;

/// <summary>What the set-up has left on a Windows host, read from its ledger.</summary>
/// <param name="Offline">The account without a network.</param>
/// <param name="Online">The account with one.</param>
/// <param name="Group">The local group of both.</param>
/// <param name="ProxyPort">The first of the egress proxies' TCP ports on 127.0.0.1 (<see cref="ProxyPorts"/>).</param>
/// <param name="Loopback">Ports on which commands may serve and be reached.</param>
public sealed record WindowsInstallation(
    SandboxAccount Offline, SandboxAccount Online, Sid Group, ushort ProxyPort, ImmutableArray<ushort> Loopback)
{
    /// <summary>What is missing or changed of it; a fence is not built while there is something.</summary>
    public ImmutableArray<string> Faults { get; init; } = [];

    /// <summary>
    /// Sublayers of other programs with the highest weight: a hard permit there may come first, so the network is not
    /// claimed.
    /// </summary>
    public ImmutableArray<string> EqualSublayers { get; init; } = [];

    /// <summary>The most network that the machine's policy allowed when it was set up.</summary>
    public NetworkMode Network { get; init; } = NetworkMode.Online;

    /// <summary>
    /// For a host that is described: the usual names and port, and SIDs that are made up beside the user's.
    /// </summary>
    /// <param name="user">The user's account.</param>
    public static WindowsInstallation Described(Sid user)
    {
        ArgumentNullException.ThrowIfNull(user);
        var setup = WindowsSetup.Typical("described");
        var parts = user.SubAuthorities;
        var domain = new Sid(user.Authority, parts[..Math.Max(0, parts.Length - 1)]);
        return new(SandboxAccount.Offline(setup.Offline, domain.Child(1101)),
            SandboxAccount.Online(setup.Online, domain.Child(1102)), domain.Child(1100),
            setup.ProxyPort, setup.Loopback);
    }

    /// <summary>The filters that belong to it.</summary>
    public FilterTable Filters => FilterTable.For(Offline, Online, ProxyPort, Loopback, Network);
}
