using Xunit;

namespace Pinfold.Cli.Tests.Setup;

/// <summary>Tests that run while no other does: where cgroups have version 1 all machines are in one tree, and the proof names those of commands that another machine runs.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class Alone
{
    internal const string Name = "alone";
}
