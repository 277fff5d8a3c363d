using System.CommandLine;
using Pinfold.Cli.Output;
using Pinfold.Linux.Native;
using Pinfold.Linux.Processes;

namespace Pinfold.Cli.Commands;

/// <summary>The commands by name; only the one that was asked for is built.</summary>
internal static class CommandTree
{
    private static readonly ParserConfiguration Parsing = new() { ResponseFileTokenReplacer = null, EnablePosixBundling = false };

    internal static int Invoke(string[] args)
    {
        _ = Libc.Signal(Libc.SIGXFSZ, Libc.SIG_IGN); // a journal that may not grow is an error that is told, not a death (setrlimit(2))
        try
        {
            args = ExactArguments.Of(args);
            var result = Build(args.Length > 0 ? args[0] : "").Parse(args, Parsing);
            if (result.Errors.Count > 0) return UsageErrors.Report(result);
            return result.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
        }
        catch (CommandException e)
        {
            Messages.Say(e.Message);
            return e.Status;
        }
        catch (Exception e) when (e is LaunchException or IOException)
        {
            Messages.Say(e.Message);
            return ExitStatus.Failed;
        }
    }

    private static RootCommand Build(string verb)
    {
        var root = new RootCommand("Runs a command inside a fence that you can see, check and change.");
        foreach (var (name, build) in All)
            if (name == verb) root.Subcommands.Add(build());
        if (root.Subcommands.Count == 0)
            foreach (var (_, build) in All) root.Subcommands.Add(build());
        return root;
    }

    private static readonly (string Name, Func<Command> Build)[] All =
    [
        ("run", RunCommand.Build), ("shell", ShellCommand.Build), ("explain", ExplainCommand.Build), ("plan", PlanCommand.Build),
        ("policy", PolicyCommand.Build), ("verify", VerifyCommand.Build), ("doctor", DoctorCommand.Build), ("log", LogCommand.Build),
        ("restore", RestoreCommand.Build), ("audit", AuditCommand.Build), ("completion", CompletionCommand.Build), ("attack", AttackCommand.Build),
    ];
}
