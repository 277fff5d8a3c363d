using System.Collections.Immutable;
using Pinfold.Core.Enforcement;
using Pinfold.Core.Paths;
using Pinfold.Core.Policy;
using Pinfold.Core.WindowsModel;

namespace Pinfold.Core.Planning.Windows;

/// <summary>
/// How hand-off names are kept: existing ones denied, labelled and held; absent ones taken; the folders above them
/// held.
/// </summary>
/// <param name="Pins">What is held, outer first, roots excepted.</param>
/// <param name="Steps">Entries and labels.</param>
/// <param name="Absent">Names to take.</param>
/// <param name="Open">Names that cannot be kept, one sentence for each.</param>
internal sealed record WindowsNames(
    ImmutableArray<CanonicalPath> Pins, ImmutableArray<WindowsStep> Steps, ImmutableArray<CanonicalPath> Absent,
    ImmutableArray<string> Open)
{
    internal static WindowsNames Of(SandboxPolicy policy, WindowsHostFacts host, WindowsRoots roots)
    {
        if (roots.Usable.IsEmpty) return new([], [], [], []);
        var paths = roots.Usable.Select(r => r.Path).ToImmutableArray();
        var secrets = policy.DenyRead.Select(r => r.Path).OfType<CanonicalPath>()
            .Where(p => host.KindOf(p) != PathKind.Missing && roots.Contain(p));
        var plan = HandoffPlan.For(policy with { Write = [.. policy.Write.Where(w => roots.Contain(w.Path!.Value))] },
            AsHostFacts(host),
            paths, secrets);
        var pins = new SortedSet<CanonicalPath>(plan.Pins.Where(p => !paths.Contains(p)), WindowsPathComparer.Instance);
        var steps = ImmutableArray.CreateBuilder<WindowsStep>();
        var open = ImmutableArray.CreateBuilder<string>();
        foreach (var path in plan.ReadOnly)
        {
            var facts = host.Find(path)!;
            pins.Add(facts.Path);
            var isFolder = facts.Kind == PathKind.Directory;
            var label = FenceLevel.Label(WellKnownSids.Medium, LabelPolicy.NoWriteUp, isFolder);
            var isLabelled = DescriptorRights.HasLabel(facts.Descriptor, label);
            if (!isLabelled && !DescriptorRights.CanChangeLabel(host.Token, facts.Descriptor))
            {
                open.Add($"{WindowsPath.ToWin32(facts.Path)} has a level that you may not change");
                continue;
            }

            foreach (var root in roots.Of(facts.Path))
            {
                var entry = RootRights.Deny(root.Capability, isFolder);
                var isThere = DescriptorRights.HasEntry(facts.Descriptor, entry);
                if (isThere || DescriptorRights.CanChangeDacl(host.Token, facts.Descriptor))
                    steps.Add(new WindowsStep.DenyName(facts.Path, entry, isThere));
            }

            steps.Add(new WindowsStep.LabelName(facts.Path, label, isLabelled));
        }

        return new([.. pins], steps.DrainToImmutable(), plan.Absent, open.DrainToImmutable());
    }

    /// <summary>The part of the facts that the rules for hand-off names read, the same on each system.</summary>
    private static HostFacts AsHostFacts(WindowsHostFacts host) => new()
    {
        Kernel = "", LandlockAbi = 0, NoUserNamespaces = null,
        Seccomp = false, SeccompNotify = false, Proc = false, Uid = 0, Gid = 0,
        Home = host.Home, State = host.State,
        Paths = host.Paths.DistinctBy(p => p.Path, WindowsPathComparer.Instance)
            .ToDictionary(p => p.Path, p => p.Kind, WindowsPathComparer.Instance),
        GitDirectories = host.GitDirectories, GitProtected = host.GitProtected, KnownHandoffs = host.KnownHandoffs,
        AuditedSecrets = host.AuditedSecrets,
    };
}
