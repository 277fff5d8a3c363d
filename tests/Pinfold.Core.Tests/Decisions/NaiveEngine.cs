using Pinfold.Core.Decisions;
using Pinfold.Core.Paths;
using Pinfold.Core.Policy;

namespace Pinfold.Core.Tests.Decisions;

/// <summary>
/// docs/decisions.md word for word, in quadratic time and without an index: the oracle for the real engine.
/// </summary>
internal static class NaiveEngine
{
    internal static Verdict Read(SandboxPolicy policy, CanonicalPath path) =>
        policy.DenyRead.Any(d => d.Covers(path) && !policy.Read.Any(g => g.Covers(path) && Lifts(g, d)))
            ? Verdict.Deny
            : Verdict.Allow;

    internal static Verdict Write(SandboxPolicy policy, CanonicalPath path)
    {
        string[] own = ["/tmp", "/var/tmp", "/run", "/dev/shm", "/dev/pts", "/dev/null",
            "/dev/zero", "/dev/full", "/dev/tty", "/dev/random", "/dev/urandom", "/dev/ptmx"];
        var roots = (policy.Profile == Profile.ReadOnly ? [] : policy.Write)
            .Select(r => r.Path!.Value).Where(path.IsWithin).ToArray();
        var inner = own.Select(CanonicalPath.Parse).Where(path.IsWithin)
            .Concat(roots).OrderBy(r => r.Value.Length).ToArray();
        if (inner.Length == 0) return Verdict.Deny;
        if (roots.Any(root => IsHandoff(policy, path.RelativeTo(root)))) return Verdict.Deny;
        if (roots.Contains(inner[^1]) && policy.ProtectPaths.Any(p => p.Covers(path))) return Verdict.Deny;
        return roots.Contains(inner[^1]) ? Read(policy, path) : Verdict.Allow;
    }

    internal static Verdict Run(SandboxPolicy policy, string[] argv) => policy.Commands
        .Where(r => r.Prefix.Skip(1).SequenceEqual(argv.Skip(1).Take(r.Prefix.Length - 1), StringComparer.Ordinal)
            && (r.Prefix[0] == argv[0] || r.Prefix[0] == argv[0][(argv[0].LastIndexOf('/') + 1)..]))
        .Select(r => r.Verdict).Append(Verdict.Allow).Max();

    private static bool Lifts(PathRule grant, PathRule deny) =>
        deny.Covers(grant.Path!.Value) && (deny.Origin.Layer is PolicyLayer.BuiltIn or PolicyLayer.User);

    private static bool IsHandoff(SandboxPolicy policy, string relative)
    {
        var parts = relative.Split('/', StringSplitOptions.RemoveEmptyEntries);
        for (var i = 0; i < parts.Length; i++)
        {
            if (policy.Protect.Any(r => r.Name == parts[i]) || (parts[i] == ".git" && i == parts.Length - 1))
                return true;
            if (parts[i] == ".git" && InGit(policy, parts[(i + 1)..])) return true;
        }

        return policy.Protect.Any(r => r.Name.Contains('/', StringComparison.Ordinal) && IsAtOrBelow(relative, r.Name));
    }

    private static bool InGit(SandboxPolicy policy, string[] parts)
    {
        var inside = string.Join('/', parts);
        if (policy.Protect.Any(
            r => r.Name.StartsWith(".git/", StringComparison.Ordinal) && IsAtOrBelow(inside, r.Name[5..])))
            return true;
        if (parts is not ["modules" or "worktrees", _, ..]) return false;
        var rest = parts[2..];
        // A submodule's name may have slashes: its git folder begins at the first of git's own names.
        if (parts[0] == "modules") rest = [.. rest.SkipWhile(p => !IsGitsOwn(policy, p))];
        return (parts[0] == "worktrees" && rest is ["gitdir" or "commondir" or "config.worktree", ..])
            || (rest.Length > 0 && InGit(policy, rest));
    }

    private static bool IsGitsOwn(SandboxPolicy policy, string name) =>
        name is "HEAD" or "ORIG_HEAD" or "FETCH_HEAD" or "index" or "objects" or "refs" or "logs" or "info"
            or "packed-refs" or "shallow" or "description" or "branches" or "lfs" or "modules" or "worktrees"
        || policy.Protect.Any(r => IsAtOrBelow(r.Name, ".git/" + name));

    private static bool IsAtOrBelow(string path, string name) =>
        path == name || path.StartsWith(name + "/", StringComparison.Ordinal);
}
