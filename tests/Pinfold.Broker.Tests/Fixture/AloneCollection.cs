using Xunit;

namespace Pinfold.Broker.Tests.Fixture;

/// <summary>Counts this process's own descriptors, so nothing else runs meanwhile.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class AloneCollection
{
    internal const string Name = "alone";
}
