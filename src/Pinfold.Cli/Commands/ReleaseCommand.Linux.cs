using System.CommandLine;
using Pinfold.Cli.Output;
using Pinfold.Linux.Elevated;

namespace Pinfold.Cli.Commands;

/// <summary><c>pinfold release</c>.</summary>
internal static class ReleaseCommand
{
    internal static Command Build()
    {
        var command = new Command("release", "End every command of yours that runs in elevated mode, in whatever session.");
        command.SetAction(_ =>
        {
            var running = BrokerClient.Status().Running;
            BrokerClient.Release();
            Messages.Output(running == 1 ? "1 command was told to end\n" : $"{running} commands were told to end\n");
            return ExitStatus.Success;
        });
        return command;
    }
}
