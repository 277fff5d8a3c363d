using Pinfold.Core.Paths;

namespace Pinfold.Core.Policy;

/// <summary>Refuses writable roots that would undo the fence itself, and roots that the same policy hides.</summary>
internal static class RootCheck
{
    private static readonly CanonicalPath[] Kernel =
        [.. ((string[])["/proc", "/sys", "/dev", "/run"]).Select(CanonicalPath.Parse)];

    /// <summary>Checks every root that a layer names, also one that another layer takes away again: a project's file
    /// cannot mend the user's.</summary>
    /// <returns>The policy, without the root that nobody named: the workspace, where it cannot be one and no root is
    /// needed.</returns>
    internal static SandboxPolicy Check(SandboxPolicy policy, IReadOnlyCollection<PathRule> said, CanonicalPath home,
        IReadOnlyList<CanonicalPath> own, bool needsRoots, DiagnosticBag faults)
    {
        foreach (var rule in said)
        {
            var root = rule.Prefix;
            if (Refusal(root, policy.Workspace, home, own) is not { } reason) continue;
            var unsaid = rule.Origin.Layer == PolicyLayer.BuiltIn;
            if (unsaid && policy.Profile == Profile.ReadOnly) continue;
            if (unsaid && !needsRoots) policy = policy with { Write = policy.Write.Remove(rule) };
            else
                faults.Add(DiagnosticCode.RefusedRoot, rule.Origin,
                    $"{root} cannot be a writable root: {reason}", unsaid
                    ? "cd to the folder that the work is in, or name it with -C FOLDER"
                    : "name the folder that the work is in");
        }

        var here = new PathRule(policy.Workspace.Value, policy.Workspace, null,
            new(PolicyLayer.BuiltIn, "{workspace}"));
        foreach (var rule in said.Append(here).DistinctBy(r => r.Prefix))
        {
            if (Hides(policy, rule.Prefix) is not { } hidden) continue;
            var pattern = hidden.Shown;
            faults.Add(DiagnosticCode.HiddenRoot,
                hidden.Origin.Layer == PolicyLayer.BuiltIn ? rule.Origin : hidden.Origin,
                $"{rule.Prefix} is to be worked in, and deny_read {pattern} hides it",
                $"work elsewhere, or re-open {pattern} with read in the user's file or --read");
        }

        return policy;
    }

    /// <summary>A hidden folder is covered as a whole: a grant for the root alone does not uncover it.</summary>
    private static PathRule? Hides(SandboxPolicy policy, CanonicalPath root) =>
        policy.DenyRead.FirstOrDefault(d => d.Covers(root) && policy.DeniesRead(d.Path ?? root) is not null);

    private static string? Refusal(CanonicalPath root, CanonicalPath workspace, CanonicalPath home,
        IReadOnlyList<CanonicalPath> own)
    {
        if (root == CanonicalPath.Root) return "it is the whole system";
        if (Array.Exists(Kernel, root.IsWithin)) return "it belongs to the kernel or to the running system";
        if (own.Any(root.IsWithin)) return "it belongs to Pinfold";
        if (root != workspace && home.IsWithin(root))
            return "it is or holds the home folder, where programs outside keep what they run";
        return null;
    }
}
