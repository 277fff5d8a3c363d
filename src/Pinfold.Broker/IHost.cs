using System.Collections.Immutable;
using Pinfold.Core.Protocol;

namespace Pinfold.Broker;

/// <summary>What setup made of this host, as far as a launch rests on it.</summary>
internal interface IHost
{
    /// <summary>The account without network.</summary>
    BrokerAccount Offline { get; }

    /// <summary>The account with network.</summary>
    BrokerAccount Online { get; }

    /// <summary>The most network that the machine's policy allows, in its words.</summary>
    string Network { get; }

    /// <summary>Where launches may have cgroups.</summary>
    ImmutableArray<BrokerCgroup> Cgroups { get; }

    /// <summary>
    /// Null when accounts and firewall are as they were set up, after a repair where one was needed; else what is
    /// wrong. Cheap where all stands.
    /// </summary>
    string? Stands();

    /// <summary>Null when the launcher is as it was installed; else why it is not started. Changes nothing.</summary>
    string? LauncherFault();
}
