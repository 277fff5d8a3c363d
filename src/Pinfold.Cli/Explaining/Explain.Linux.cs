using Pinfold.Cli.Installing;
using Pinfold.Cli.Policies;
using Pinfold.Core.Decisions;
using Pinfold.Core.Planning;
using Pinfold.Core.Policy;
using Pinfold.Linux.Accounts;
using Pinfold.Linux.Network;
using Pinfold.Linux.Workspace;

namespace Pinfold.Cli.Explaining;

internal static partial class Explain
{
    /// <summary>
    /// Linux has mounts in place of descriptors, and the policy's word is all there is, but for an account that no
    /// mount lets in.
    /// </summary>
    private static IReadOnlyList<string>? Check(Request request, PolicyFlags flags, Func<Fence> fence)
    {
        if (flags.Mode != FenceMode.Elevated || request is not (Request.Read or Request.Write)) return null;
        var path = request is Request.Read read ? read.Path : ((Request.Write)request).Path;
        try
        {
            var made = fence();
            var grants = made.Plan.Steps.OfType<PlanStep.GrantAccess>().ToArray();
            if (grants.Select(g => Refusal(g, made.Host.Uid)).FirstOrDefault(r => r is not null) is { } refusal)
                return [$"elevated mode: no command starts: {refusal}"];
            var root = made.Plan.Steps.OfType<PlanStep.Writable>()
                .Where(w => path.IsWithin(w.Path)).MaxBy(w => w.Path.Value.Length)?.Path;
            var grant = Array.Find(grants,
                g => root is null ? !g.Write && path.IsWithin(g.Path) : g.Write && g.Path == root);
            return grant is null
                ? null
                : [$"elevated mode: the file system of {grant.Path} knows no idmapped mounts: {How(grant)}"];
        }
        catch (IOException e)
        {
            return [e.Message];
        }
    }

    private static Fence Make(PolicyFlags flags, Core.Paths.CanonicalPath workspace, UserFolders folders) =>
        Fence.For(flags, workspace, folders, folders.State);

    private static string How(PlanStep.GrantAccess grant) => grant.Write
        ? "the account is let in by access list, recorded in the ledger until 'pinfold uninstall' takes it off; "
            + "where there are no access lists either, no command starts"
        : "the account passes through it by access list, and reads in it what everybody may read";

    private static string? Refusal(PlanStep.GrantAccess grant, uint uid)
    {
        using var folder = Folder.Open(grant.Path);
        return GrantedFolder.Refusal(grant.Path, folder, uid);
    }

    /// <summary>The filter of elevated mode is made of the machine's policy, as it was when setup ran.</summary>
    private static AccountReach? Reach(PolicyFlags flags) =>
        flags.Mode == FenceMode.Elevated ? new(MachineNetwork.Ports(), LocalRoute.LeadsTo) : null;
}
