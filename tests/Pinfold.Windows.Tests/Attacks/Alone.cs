using Xunit;

namespace Pinfold.Windows.Tests.Attacks;

/// <summary>
/// Tests whose programs inherit whatever is inheritable just then, another test's handles too: they run after all
/// others.
/// </summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class Alone
{
    public const string Name = "alone";
}
