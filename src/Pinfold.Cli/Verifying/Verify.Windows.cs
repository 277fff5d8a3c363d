using System.Collections.Immutable;
using Pinfold.Cli.Output;
using Pinfold.Cli.Policies;
using Pinfold.Core.Attacks;
using Pinfold.Core.Policy;
using Pinfold.Windows.Attacks;

namespace Pinfold.Cli.Verifying;

internal static partial class Verify
{
    private static ImmutableArray<Attack> AllOf(FenceMode mode) =>
        mode == FenceMode.Elevated ? ElevatedWindowsAttacks.All : WindowsAttacks.All;

    private static AttackReport Run(ImmutableArray<Attack> attacks, VerifyOptions options, UserFolders folders,
        VerifyProgress progress)
    {
        var installed = options.Mode == FenceMode.Elevated ? Fence.Installation() : null;
        var folder = SceneFolder.Make(folders.State);
        try
        {
            var report = new AttackRunner([Fence.ProgramFor(installed), "attack"], folder)
                { Installed = installed }.RunAll(attacks, progress);
            progress.End();
            return report;
        }
        finally
        {
            SceneFolder.TryRemove(folder);
            if (Directory.Exists(folder))
                Messages.Say($"{folder} could not be removed: something in it is in use; "
                    + "the next 'pinfold verify' tries again");
        }
    }
}
