using Xunit;

namespace Pinfold.Broker.Tests.Machines;

/// <summary>One machine for all tests that do not end its broker.</summary>
[CollectionDefinition(Name)]
public sealed class ElevatedCollection : ICollectionFixture<Elevated>
{
    internal const string Name = "elevated machine";
}
