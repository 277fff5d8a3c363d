using System.CommandLine;
using Pinfold.Cli.Output;

namespace Pinfold.Cli.Commands;

/// <summary>The commands by name.</summary>
internal static partial class CommandTree
{
    private static readonly ParserConfiguration Parsing = new()
        { ResponseFileTokenReplacer = null, EnablePosixBundling = false };

    internal static int Invoke(string[] args)
    {
        Prepare();
        try
        {
            args = Helped(Exact(args));
            var result = Parse(args);
            if (UsageErrors.Of(result) is { Count: > 0 } faults)
                return Fail(args, new CommandException(faults), UsageErrors.Advice(result, faults));
            return result.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
        }
        catch (CommandException e)
        {
            return Fail(args, e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Fail(args, e);
        }
#pragma warning disable CA1031 // the last resort: a fault of ours must not look like the command's own end
        catch (Exception e)
        {
            return Fail(args, new CommandException($"a fault of pinfold itself, please report it: {e}"));
        }
#pragma warning restore CA1031
    }

    /// <summary>
    /// For people, or, where <c>--json</c> is asked for and no result was printed, for programs, where the result would
    /// go.
    /// </summary>
    private static int Fail(string[] args, Exception fault, string? advice = null)
    {
        var status = (fault as CommandException)?.Status ?? ExitStatus.Failed;
        var json = args.TakeWhile(a => a != "--").Contains("--json", StringComparer.Ordinal);
        if (json && args[0] is "run" or "shell") Messages.Error(FaultJson.Failure(fault, status));
        else if (json && !Messages.HasOutput) Messages.Output(FaultJson.Failure(fault, status));
        else Messages.Say(advice is null ? fault.Message : $"{fault.Message}\n{advice}");
        return status;
    }

    /// <summary>
    /// One verb without its relatives: building what this command line does not use would be a tenth of a start.
    /// </summary>
    private static ParseResult Parse(string[] args)
    {
        var verb = args.Length > 0 && !AsksForHelp(args) ? Array.Find(All, v => v.Name == args[0]) : default;
        return verb.Build is { } build
            ? build().Parse(args[1..], Parsing)
            : Root(args is [['[', ..], ..]).Parse(args, Parsing);
    }

    /// <summary><c>pinfold help VERB…</c> is <c>pinfold VERB… --help</c>; what is no verb stands alone.</summary>
    private static string[] Helped(string[] args)
    {
        if (args is not ["help", .. var verbs]) return args;
        Command at = Root(completes: false);
        foreach (var verb in verbs)
        {
            if (at.Subcommands.Count == 0) break;
            if (at.Subcommands.FirstOrDefault(c => c.Name == verb) is { } next) at = next;
            else if (!verb.StartsWith('-')) return [.. verbs.TakeWhile(v => v != verb), verb];
        }

        return [.. verbs, "--help"];
    }

    private static bool AsksForHelp(string[] args) =>
        args.TakeWhile(a => a != "--").Any(a => a is "-h" or "--help" or "-?" or "/h" or "/?");

    /// <param name="completes">For a directive of completion: with one spelling of help, not five.</param>
    private static RootCommand Root(bool completes)
    {
        var root = new RootCommand("Runs a command inside a fence that you can see, check and change.");
        foreach (var (_, build) in All) root.Subcommands.Add(build());
        foreach (var help in completes ? root.Options.OfType<System.CommandLine.Help.HelpOption>() : [])
            foreach (var alias in (string[])["-?", "/h", "/?"]) help.Aliases.Remove(alias);
        return root;
    }

    private static (string Name, Func<Command> Build)[] Installing =>
        [("setup", SetupCommand.Build), ("uninstall", UninstallCommand.Build)];

    private static readonly (string Name, Func<Command> Build)[] All =
    [
        ("run", RunCommand.Build), ("shell", ShellCommand.Build),
        ("explain", ExplainCommand.Build), ("plan", PlanCommand.Build),
        ("policy", PolicyCommand.Build), ("verify", VerifyCommand.Build),
        ("doctor", DoctorCommand.Build), ("log", LogCommand.Build),
        ("restore", RestoreCommand.Build), ("audit", AuditCommand.Build), .. OfHost,
        ("completion", CompletionCommand.Build), ("attack", AttackCommand.Build),
    ];
}
