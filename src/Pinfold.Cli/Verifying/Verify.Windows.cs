using System.Collections.Immutable;
using Pinfold.Cli.Output;
using Pinfold.Cli.Policies;
using Pinfold.Core.Attacks;
using Pinfold.Core.Policy;
using Pinfold.Windows.Attacks;

namespace Pinfold.Cli.Verifying;

internal static partial class Verify
{
    private static ImmutableArray<Attack> All => WindowsAttacks.All;

    private static AttackReport Run(ImmutableArray<Attack> attacks, VerifyOptions options, UserFolders folders, VerifyProgress progress)
    {
        if (options.Mode == FenceMode.Elevated)
            throw new CommandException("verify --mode elevated: the attacks are made from the unelevated fence alone on Windows, and would say nothing of this mode; 'run --mode elevated' attacks itself before its first use");
        var folder = SceneFolder.Make(folders.State);
        try
        {
            var report = new AttackRunner([Environment.ProcessPath!, "attack"], folder).RunAll(attacks, progress);
            progress.End();
            return report;
        }
        finally
        {
            SceneFolder.TryRemove(folder);
            if (Directory.Exists(folder)) Messages.Say($"{folder} could not be removed: something in it is in use; the next 'pinfold verify' tries again");
        }
    }
}
