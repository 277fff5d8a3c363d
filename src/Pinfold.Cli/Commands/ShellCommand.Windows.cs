using Pinfold.Windows.Native;

namespace Pinfold.Cli.Commands;

internal static partial class ShellCommand
{
    private static bool HasTerminal =>
        Kernel32.ConsoleMode(Kernel32.GetStdHandle(Kernel32.STD_INPUT_HANDLE)) is not null;

    private static string Shell =>
        Environment.GetEnvironmentVariable("ComSpec") is { Length: > 0 } shell ? shell : "cmd.exe";
}
