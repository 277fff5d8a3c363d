using System.Collections.Immutable;
using Pinfold.Core.Paths;
using Pinfold.Core.Policy;
using Pinfold.Core.WindowsModel;

namespace Pinfold.Core.Planning.Windows;

/// <summary>How secrets are hidden.</summary>
/// <param name="Steps">Labels.</param>
/// <param name="Open">Secrets that cannot be hidden, one sentence for each.</param>
internal sealed record WindowsSecrets(ImmutableArray<WindowsStep> Steps, ImmutableArray<string> Open)
{
    internal static WindowsSecrets Of(SandboxPolicy policy, WindowsHostFacts host)
    {
        var steps = new SortedDictionary<CanonicalPath, WindowsStep>(WindowsPathComparer.Instance);
        var open = ImmutableArray.CreateBuilder<string>();
        Hide(host.State);
        foreach (var rule in policy.DenyRead)
        {
            if (rule.Path is not { } path || policy.DeniesRead(path) is null) continue;
            Hide(path);
            foreach (var inside in policy.Read.Select(r => r.Path).OfType<CanonicalPath>())
                if (inside != path && policy.ReopenerOf(rule, inside) is not null) Reveal(inside);
        }

        foreach (var path in host.AuditedSecrets ?? [])
            if (policy.DeniesRead(path) is not null) Hide(path);
        return new([.. steps.Values], open.DrainToImmutable());

        void Hide(CanonicalPath path)
        {
            if (host.Find(path) is not { } facts) return;
            if (facts.Kind == PathKind.Symlink)
                open.Add($"{WindowsPath.ToWin32(path)} is a link: what it leads to is not hidden");
            else if (Label(facts, LabelPolicy.NoWriteUp | LabelPolicy.NoReadUp, out var label, out var isThere))
                steps[facts.Path] = new WindowsStep.HideSecret(facts.Path, label, isThere);
            else if (DescriptorRights.CanRead(host.Token, facts.Descriptor))
                open.Add($"{WindowsPath.ToWin32(path)} has a level that you may not change");
        }

        void Reveal(CanonicalPath path)
        {
            if (host.Find(path) is { Kind: PathKind.File or PathKind.Directory } facts
                && Label(facts, LabelPolicy.NoWriteUp, out var label, out var isThere))
                steps[facts.Path] = new WindowsStep.RevealSecret(facts.Path, label, isThere);
        }

        bool Label(WindowsPathFacts facts, LabelPolicy how, out Ace label, out bool isThere)
        {
            label = FenceLevel.Label(WellKnownSids.Medium, how, facts.Kind == PathKind.Directory);
            isThere = DescriptorRights.HasLabel(facts.Descriptor, label);
            return isThere || DescriptorRights.CanChangeLabel(host.Token, facts.Descriptor);
        }
    }
}
