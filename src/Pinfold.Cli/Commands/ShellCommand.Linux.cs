using Pinfold.Linux.Terminal;

namespace Pinfold.Cli.Commands;

internal static partial class ShellCommand
{
    private static bool HasTerminal => TerminalSession.IsTerminal(0);

    private static string Shell =>
        Environment.GetEnvironmentVariable("SHELL") is { Length: > 0 } shell ? shell : "/bin/sh";
}
