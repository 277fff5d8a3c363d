using System.Collections.Immutable;
using Pinfold.Core.Paths;

namespace Pinfold.Core.Policy;

/// <summary>
/// Rules that a person wrote, and that do nothing because their path is not there. They are no faults: it may come.
/// </summary>
/// <remarks>
/// A denied name that is absent is as it should be, and what is made there is denied from the next command on. Where
/// the folder above is absent too, the path may be mistaken. Built-in lists name what most hosts do not have.
/// </remarks>
public static class AbsentPaths
{
    /// <summary>A warning for each, in the order of layers and lines.</summary>
    /// <param name="policy">The merged policy.</param>
    /// <param name="exists">Whether a path is there, behind links.</param>
    /// <param name="denials">Denied paths too: for who checks a file, not for each command.</param>
    public static ImmutableArray<Diagnostic> Find(SandboxPolicy policy, Func<CanonicalPath, bool> exists, bool denials)
    {
        ArgumentNullException.ThrowIfNull(policy);
        ArgumentNullException.ThrowIfNull(exists);
        var warnings = new DiagnosticBag();
        foreach (var rule in Said(policy.Write))
            if (!exists(rule.Prefix))
                warnings.Add(DiagnosticCode.AbsentRoot, rule.Origin,
                    $"write {rule.Prefix}: the folder does not exist or cannot be entered, so that nothing can be written there",
                    "make it first, or correct the path");
        foreach (var rule in Said(policy.Read))
            if (!exists(rule.Prefix))
                warnings.Add(DiagnosticCode.AbsentRead, rule.Origin,
                    $"read {OsText.Display(rule.Pattern)}: {(rule.Path is null ? rule.Prefix.ToString() : "it")} does not exist "
                        + "or cannot be entered, so that it opens nothing",
                    "correct the path, or remove it");
        foreach (var rule in denials ? Said(policy.DenyRead) : [])
            if (rule.Path is { } path && !exists(path) && !exists(path.Parent))
                warnings.Add(DiagnosticCode.AbsentDenial, rule.Origin,
                    $"deny_read {path}: neither it nor the folder above exists, so that it hides nothing now",
                    "correct the path, unless it is to come");
        return warnings.ToImmutable();
    }

    private static IEnumerable<PathRule> Said(ImmutableArray<PathRule> rules) =>
        rules.Where(r => r.Origin.Layer != PolicyLayer.BuiltIn);
}
