using System.Collections.Immutable;
using Pinfold.Core.Protocol;

namespace Pinfold.Broker.Tests.Fixture;

/// <summary>A host where nothing is set up: whoever reaches a launch is told so.</summary>
internal sealed class TestHost : IHost
{
    public const string NotStanding = "nothing stands here";

    public BrokerAccount Offline { get; init; } = Plans.Offline;

    public BrokerAccount Online { get; init; } = Plans.Online;

    public string Network { get; init; } = "online";

    public ImmutableArray<BrokerCgroup> Cgroups => Plans.Cgroups;

    public string? Stands() => NotStanding;

    public string? LauncherFault() => null;
}
