using System.Collections.Immutable;
using Pinfold.Cli.Policies;
using Pinfold.Cli.Running;
using Pinfold.Core.Attacks;
using Pinfold.Core.Policy;
using Pinfold.Linux.Attacks;

namespace Pinfold.Cli.Verifying;

internal static partial class Verify
{
    private static ImmutableArray<Attack> AllOf(FenceMode mode) => LinuxAttacks.All;

    private static AttackReport Run(ImmutableArray<Attack> attacks, VerifyOptions options, UserFolders folders,
        VerifyProgress progress)
    {
        var folder = SceneFolder.Make(folders.State.Value);
        try
        {
            var report = new AttackRunner(Environment.ProcessPath!, folder, options.Without)
                { Mode = options.Mode,
                    Egress = (policy, plan) => EgressSession.For(policy, plan, null) }.RunAll(attacks, progress);
            progress.End();
            return report;
        }
        finally
        {
            SceneFolder.Remove(folder);
        }
    }
}
