using Xunit;

namespace Pinfold.Linux.Tests.Attacks;

/// <summary>Tests that keep the machine busy, one after the other and after all others.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class Alone
{
    public const string Name = "alone";
}
