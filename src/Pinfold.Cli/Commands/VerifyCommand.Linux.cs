using System.CommandLine;
using Pinfold.Core.Attacks;

namespace Pinfold.Cli.Commands;

internal static partial class VerifyCommand
{
    private static Func<ParseResult, AttackLayers> Without(Command command)
    {
        var without = new Option<AttackLayers>("--without")
        {
            HelpName = "landlock|seccomp|mounts",
            Description = "Leave a mechanism out, to show that the others hold by themselves.",
            CustomParser = result =>
            {
                var text = result.Tokens[0].Value;
                var layer = text switch { "landlock" => AttackLayers.Landlock, "seccomp" => AttackLayers.Seccomp,
                    "mounts" => AttackLayers.Mounts, _ => AttackLayers.None };
                if (layer == AttackLayers.None)
                    result.AddError($"--without '{text}' is not a mechanism; write landlock, seccomp or mounts");
                return layer;
            },
        };
        command.Options.Add(without);
        return result => result.GetValue(without);
    }
}
