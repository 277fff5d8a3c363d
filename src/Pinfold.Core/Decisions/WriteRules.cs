using System.Collections.Immutable;
using Pinfold.Core.Paths;
using Pinfold.Core.Policy;

namespace Pinfold.Core.Decisions;

/// <summary>
/// Who may write where: in the roots, but not to hand-off names and secrets; and in what is the sandbox's own.
/// </summary>
internal sealed class WriteRules
{
    private static readonly string[] PrivateFolders = ["/tmp", "/var/tmp", "/run", "/dev/shm", "/dev/pts"];
    private static readonly string[] Devices =
        ["/dev/null", "/dev/zero", "/dev/full", "/dev/tty", "/dev/random", "/dev/urandom", "/dev/ptmx"];
    private static readonly Reason ReadOnly = new("profile = read-only", Verdict.Deny,
        new(PolicyLayer.BuiltIn, "profile"));

    private readonly PathTrie<Place> _places = new();
    private readonly PathTrie<Handoff> _kept = new();
    private readonly Handoffs _handoffs;
    private readonly ReadRules _reads;
    private readonly CanonicalPath _workspace;
    private readonly bool _readOnly;

    internal WriteRules(SandboxPolicy policy, ReadRules reads)
    {
        _reads = reads;
        _readOnly = policy.Profile == Profile.ReadOnly;
        _handoffs = new(policy.Protect);
        _workspace = policy.Workspace;
        foreach (var rule in _readOnly ? [] : policy.Write)
            if (rule.Path is { } path)
                _places.At(path.Value).Value ??=
                    new(new($"write {rule.Shown}", Verdict.Allow, rule.Origin), isRoot: true);
        foreach (var rule in policy.ProtectPaths) _kept.At(rule.Prefix.Value).Value ??=
                new(rule.Written, rule.Origin, Remedies.Flag(rule.Origin, "--unprotect", ShellText.Quote(rule.Prefix)));
        foreach (var folder in PrivateFolders) _places.At(folder).Value ??= new(Defaults.Private, isRoot: false);
        foreach (var device in Devices) _places.At(device).Value ??= new(Defaults.Devices, isRoot: false);
    }

    internal Decision Decide(Request.Write request)
    {
        var path = request.Path;
        var place = Find(path, out var handoff);
        if (place is null) return Deny(request, _readOnly ? [Defaults.Writes, ReadOnly] : Chains.Writes, Grant(path));
        if (place.IsRoot) handoff ??= _kept.First(path.Value);
        if (handoff is not null)
            return Deny(request, place.Chain.Add(handoff.Reason), handoff.Remedy);
        if (place.IsRoot && _reads.Denying(path) is { } secret)
            return Deny(request, place.Chain.Add(secret.Reason), ReadRules.Remedy(secret, path));
        return new(request, Verdict.Allow, place.Chain, $"writing {path} is allowed by {place.Reason.Cited}", null);
    }

    private static Decision Deny(Request.Write request, ImmutableArray<Reason> chain, string remedy) =>
        new(request, Verdict.Deny, chain, $"writing {request.Path} is denied by {chain[^1].Cited}", remedy);

    private string Grant(CanonicalPath path)
    {
        var profile = _readOnly ? " --profile workspace-write" : "";
        var write = _readOnly && path.IsWithin(_workspace) ? "" : " --write " + ShellText.Quote(path);
        if (_reads.Denying(path)?.Rule is not { } hidden)
            return $"the user may grant it: pinfold run{profile}{write} -- …";
        if (!SandboxPolicy.IsReopenable(hidden)) return Remedies.Line(hidden.Origin);
        // A root that is hidden is refused, and a hidden folder is covered as a whole.
        return $"the user may grant it: pinfold run{profile}{write} --read {ShellText.Quote(hidden.Path ?? path)} -- …";
    }

    /// <summary>The innermost writable place, and the hand-off name below any root on the way.</summary>
    private Place? Find(CanonicalPath path, out Handoff? handoff)
    {
        handoff = null;
        Place? innermost = null;
        var walk = new PathWalk(path.Value);
        for (var node = _places; node is not null; node = walk.Next() ? node.Child(walk.Name) : null)
        {
            if (node.Value is not { } place) continue;
            innermost = place;
            if (place.IsRoot) handoff ??= _handoffs.Find(walk.Rest);
        }

        return innermost;
    }
}
