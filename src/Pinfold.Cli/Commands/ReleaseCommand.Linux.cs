using System.CommandLine;
using System.Text.Json.Nodes;
using Pinfold.Cli.Output;
using Pinfold.Linux.Elevated;

namespace Pinfold.Cli.Commands;

/// <summary><c>pinfold release</c>.</summary>
internal static class ReleaseCommand
{
    internal static Command Build()
    {
        var command = new Command("release",
            "End every command of yours that runs in elevated mode, in whatever session.");
        var json = new Option<bool>("--json")
            { Description = "How many were told to end, as JSON on standard output." };
        command.Options.Add(json);
        command.SetAction(result =>
        {
            var running = BrokerClient.Status().Running;
            BrokerClient.Release();
            if (result.GetValue(json))
                Messages.Output(new JsonObject { ["told_to_end"] = running }.ToJsonString() + "\n");
            else
                Messages.Output(
                    running == 1 ? "1 command was told to end\n" : $"{running} commands were told to end\n");
            return ExitStatus.Success;
        });
        return command;
    }
}
