using System.CommandLine;

namespace Pinfold.Cli.Commands;

/// <summary>The program and its arguments that a command line names after <c>--</c>, or at its end.</summary>
internal static class CommandArguments
{
    /// <summary>What help calls them.</summary>
    internal const string Name = "COMMAND";

    internal static Argument<string[]> Make() =>
        new(Name) { Arity = ArgumentArity.OneOrMore, Description = "The program and its arguments, after '--'." };
}
