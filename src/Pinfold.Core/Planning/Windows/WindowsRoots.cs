using System.Collections.Immutable;
using Pinfold.Core.Paths;
using Pinfold.Core.Policy;
using Pinfold.Core.WindowsModel;
using Pinfold.Core.WindowsModel.Access;

namespace Pinfold.Core.Planning.Windows;

/// <summary>The writable roots: those that the host can make writable, and why it cannot for the others.</summary>
/// <param name="Usable">Outer before inner.</param>
/// <param name="Unusable">One sentence for each.</param>
internal sealed record WindowsRoots(ImmutableArray<WindowsRoots.Root> Usable, ImmutableArray<string> Unusable)
{
    internal static WindowsRoots None { get; } = new([], []);

    internal bool Contain(CanonicalPath path)
    {
        for (var folder = path; ; folder = folder.Parent)
        {
            if (ByPath.ContainsKey(folder)) return true;
            if (folder == CanonicalPath.Root) return false;
        }
    }

    /// <summary>The roots that hold <paramref name="path"/>, or are it.</summary>
    internal IEnumerable<Root> Of(CanonicalPath path)
    {
        for (var folder = path; folder != CanonicalPath.Root; folder = folder.Parent)
            if (ByPath.TryGetValue(folder, out var root)) yield return root;
    }

    private Dictionary<CanonicalPath, Root> ByPath => field ??= Usable.ToDictionary(r => r.Path);

    internal static WindowsRoots Of(SandboxPolicy policy, WindowsHostFacts host)
    {
        var usable = new SortedDictionary<CanonicalPath, Root>(WindowsPathComparer.Instance);
        var unusable = ImmutableArray.CreateBuilder<string>();
        foreach (var path in Planner.RootsOf(policy, []).Where(WindowsPath.IsOnDrive)) Add(path);
        if (usable.Count > 0)
        {
            foreach (var git in host.GitDirectories.Where(g => g.Verified))
                foreach (var path in (CanonicalPath[])[git.CommonDir, git.Path])
                    if (!usable.Keys.Any(path.IsWithin)) Add(path);
        }

        return new([.. usable.Values], unusable.DrainToImmutable());

        void Add(CanonicalPath path)
        {
            if (WhyNot(path, host) is { } reason)
                unusable.Add($"{WindowsPath.ToWin32(path)} {reason}, so it is not writable");
            else usable.TryAdd(path, new(host.Find(path)!, host.User, host.LetsLowerIn));
        }
    }

    /// <summary>Null where the user may not change the list.</summary>
    internal static WindowsStep.DenyDeleteChild? DenyDeleteChild(WindowsPathFacts folder, WindowsHostFacts host)
    {
        var entry = RootRights.DenyDeleteChild(host.User);
        var isThere = DescriptorRights.HasEntry(folder.Descriptor, entry);
        return isThere || DescriptorRights.CanChangeDacl(host.Token, folder.Descriptor)
            ? new(folder.Path, entry, isThere)
            : null;
    }

    private static string? WhyNot(CanonicalPath path, WindowsHostFacts host)
    {
        if (host.Find(path) is not { } facts) return "is missing";
        if (facts.Kind == PathKind.Symlink) return "is a link (name what it leads to)";
        if (facts.Kind is not (PathKind.File or PathKind.Directory)) return "is neither a file nor a folder";
        if (facts.Kind == PathKind.File && facts.Links > 1) return "has other names (hard links)";
        if (host.VolumeOf(path) is not { } volume) return "is on no local volume";
        if (!volume.HasAcls) return $"is on {volume.FileSystem}, which has no access lists";
        if (volume.Serial != facts.VolumeSerial) return "is a mounted folder of another volume (name it by its drive)";
        var right = new Root(facts, host.User, host.LetsLowerIn);
        if ((!right.Grant.IsThere || right.DenyDeleteChild(host.User) is { IsThere: false })
            && !DescriptorRights.CanChangeDacl(host.Token, facts.Descriptor))
            return "has access rights that you may not change (become its owner)";
        return right.Label.IsThere || DescriptorRights.CanChangeLabel(host.Token, facts.Descriptor)
            ? null
            : "has a level that you may not change";
    }

    /// <summary>A root that can be used, and its steps.</summary>
    internal sealed record Root(WindowsPathFacts Facts, Sid User, bool? LetsLowerIn)
    {
        internal CanonicalPath Path => Facts.Path;

        internal Sid Capability { get; } = CapabilitySid.ForRoot(User, Facts.VolumeSerial, Facts.FileId);

        internal WindowsStep.GrantRoot Grant => field ??= MakeGrant();

        internal WindowsStep.LabelRoot Label => field ??= MakeLabel();

        internal WindowsStep.DenyDeleteChild? DenyDeleteChild(Sid user)
        {
            var entry = RootRights.DenyDeleteChild(user);
            return Facts.Kind == PathKind.Directory
                ? new(Path, entry, DescriptorRights.HasEntry(Facts.Descriptor, entry))
                : null;
        }

        private WindowsStep.GrantRoot MakeGrant()
        {
            var entry = RootRights.Allow(Capability, Facts.Kind == PathKind.Directory);
            return new(Path, entry, DescriptorRights.HasEntry(Facts.Descriptor, entry));
        }

        private WindowsStep.LabelRoot MakeLabel()
        {
            var isFolder = Facts.Kind == PathKind.Directory;
            var bare = FenceLevel.RootLabel(hasPolicy: false, isFolder);
            var label = LetsLowerIn ?? DescriptorRights.HasLabel(Facts.Descriptor, bare)
                ? bare
                : FenceLevel.RootLabel(hasPolicy: true, isFolder);
            return new(Path, label, DescriptorRights.HasLabel(Facts.Descriptor, label));
        }
    }
}
