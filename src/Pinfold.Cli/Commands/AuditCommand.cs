using System.CommandLine;
using Pinfold.Cli.Auditing;
using Pinfold.Cli.Policies;

namespace Pinfold.Cli.Commands;

/// <summary><c>pinfold audit</c>.</summary>
internal static class AuditCommand
{
    internal static Command Build()
    {
        var policy = new PolicyOptions();
        var json = new Option<bool>("--json") { Description = "The result as JSON on standard output." };
        var after = new Option<string?>("--after")
            { HelpName = "SESSION", Description = "Only what this session, which was killed, still owes.",
                Hidden = true };
        var command =
            new Command("audit",
                "Look for repositories and hand-off names in the writable folders now, "
                    + "so that the next command finds them protected.");
        policy.AddTo(command);
        command.Options.Add(json);
        command.Options.Add(after);
        command.SetAction(result => result.GetValue(after) is { } session
            ? LateAudit.Execute(session)
            : AuditNow.Execute(policy.Workspace(result), policy.Flags(result), result.GetValue(json)));
        return command;
    }
}
