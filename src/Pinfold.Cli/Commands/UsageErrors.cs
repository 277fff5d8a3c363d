using System.CommandLine;
using System.CommandLine.Parsing;
using Pinfold.Core.Paths;
using Pinfold.Core.Policy;

namespace Pinfold.Cli.Commands;

/// <summary>Everything that is wrong with a command line, at once.</summary>
internal static class UsageErrors
{
    internal static List<string> Of(ParseResult result)
    {
        var command = result.CommandResult.Command;
        var words = Unmatched(result).ToList();
        var faults = UnknownOptions(result).Concat(words).Select(w => Describe(w, command)).ToList();
        foreach (var error in result.Errors)
        {
            // The framework's own words for what is told above, better.
            if (result.UnmatchedTokens.Any(t => error.Message == $"Unrecognized command or argument '{t}'.")) continue;
            if (words.Count > 0 && error.Message == "Required command was not provided.") continue;
            faults.Add(error.Message);
        }

        return faults;
    }

    /// <summary>
    /// Where to read on. Null when nothing but values is wrong, whose faults begin with their option and say all there is to say.
    /// </summary>
    internal static string? Advice(ParseResult result, List<string> faults) => faults.TrueForAll(IsOption)
        ? null : $"try '{NameOf(result.CommandResult.Command)} --help'";

    /// <summary>What looks like an option and was taken for an argument, before <c>--</c>.</summary>
    private static IEnumerable<string> UnknownOptions(ParseResult result)
    {
        if (result.CommandResult.Command.Hidden) return [];
        var arguments = result.CommandResult.Children.OfType<ArgumentResult>().ToList();
        var tokens = arguments.SelectMany(a => a.Tokens).Select(t => t.Value).ToList();
        var literal = result.Tokens.SkipWhile(t => t.Type != TokenType.DoubleDash).Skip(1).Count();
        var before = tokens.Take(Math.Max(0, tokens.Count - literal)).ToList();
        // A command's own options follow its name: 'pinfold run ls -l'.
        var isCommand = arguments.Exists(a => a.Argument.Name == CommandArguments.Name);
        return isCommand && before is not [['-', ..], ..] ? [] : before.Where(IsOption);
    }

    /// <summary>What has no place. Behind a wrong verb, all is a consequence.</summary>
    private static IEnumerable<string> Unmatched(ParseResult result)
    {
        if (result.Errors.Count == 0) return []; // a line to complete
        var isVerb = !IsLeaf(result.CommandResult.Command) && result.UnmatchedTokens.Any(t => !IsOption(t));
        return isVerb ? result.UnmatchedTokens.Where(t => !IsOption(t)).Take(1) : result.UnmatchedTokens;
    }

    private static bool IsLeaf(Command command) => command.Subcommands.Count == 0;

    private static bool IsOption(string word) => word.Length > 1 && word[0] == '-' && word != "--";

    private static string Describe(string word, Command command)
    {
        var name = word.Split('=')[0];
        var shown = $"'{OsText.Display(IsOption(word) ? name : word)}'";
        if (!IsOption(word) && IsLeaf(command)) return $"{shown} is one argument too many here";
        var (what, known) = IsOption(word)
            ? ("option", command.Options.Where(o => !o.Hidden).SelectMany(o => (string[])[o.Name, .. o.Aliases]))
            : ("command", command.Subcommands.Where(c => !c.Hidden).Select(c => c.Name));
        if (Suggestion.Nearest(IsOption(word) ? name : word, known) is { } nearest)
            return nearest == name
                ? $"{shown} belongs right behind '{NameOf(command)}'"
                : $"{shown} is no {what} here; did you mean '{nearest}'?";
        var goesAfter = command.Arguments.Any(a => a.Name == CommandArguments.Name)
            ? ", and the command goes after '--'"
            : "";
        return $"{shown} is no {what} here; --help lists them{goesAfter}";
    }

    /// <summary>With all verbs above it, so that what is advised can be typed.</summary>
    private static string NameOf(Command command)
    {
        var parents = command.Parents.OfType<Command>()
            .Where(p => p is not RootCommand).Select(NameOf).FirstOrDefault();
        return command is RootCommand ? "pinfold" : $"{parents ?? "pinfold"} {command.Name}";
    }
}
