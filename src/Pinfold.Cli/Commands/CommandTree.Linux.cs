using System.CommandLine;
using Pinfold.Linux.Native;
using Pinfold.Linux.Processes;

namespace Pinfold.Cli.Commands;

internal static partial class CommandTree
{
    private static (string Name, Func<Command> Build)[] OfHost =>
        [.. Installing, ("release", ReleaseCommand.Build)];

    private static string[] Exact(string[] args) => ExactArguments.Of(args);

    private static void Prepare()
    {
        StandardStreams.OpenMissing();
        // a caller may ignore it, and then children vanish before they are waited for (wait(2))
        _ = Libc.Signal(Libc.SIGCHLD, Libc.SIG_DFL);
        // a journal that may not grow is an error that is told, not a death (setrlimit(2))
        _ = Libc.Signal(Libc.SIGXFSZ, Libc.SIG_IGN);
    }
}
