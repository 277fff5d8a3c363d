using System.Collections.Immutable;
using Pinfold.Core.Paths;
using Pinfold.Core.Policy;
using Pinfold.Core.WindowsModel;
using Pinfold.Core.WindowsModel.Access;
using Pinfold.Core.WindowsModel.Inheritance;
using Pinfold.Core.WindowsModel.Rights;

namespace Pinfold.Core.Planning.Windows.Elevated;

/// <summary>
/// What another account has to be given, so that commands find, read and leave behind what the user's own would.
/// </summary>
/// <param name="Keep">Roots where the user keeps control of what is made.</param>
/// <param name="Reads">What is made readable.</param>
/// <param name="Shown">Folders above it all.</param>
/// <param name="ReadingSids">The groups that reading is granted to.</param>
/// <param name="Open">What cannot be given, one sentence for each.</param>
internal sealed record ElevatedGrants(
    ImmutableArray<WindowsStep> Keep, ImmutableArray<WindowsStep> Reads,
    ImmutableArray<WindowsStep> Shown, ImmutableArray<Sid> ReadingSids,
    ImmutableArray<string> Open)
{
    /// <summary>FILE_GENERIC_READ | FILE_GENERIC_EXECUTE.</summary>
    internal static AccessMask Read => 0x1200A9;

    /// <summary>
    /// FILE_READ_ATTRIBUTES | READ_CONTROL | SYNCHRONIZE. Win32's lstat asks for the first and the last; Cygwin and
    /// MSYS2, so Git's bash, ask for READ_CONTROL with them, at each folder above, and have no way without
    /// (winsup/cygwin/path.cc, symlink_info::check). It shows who has which right to the folder, not what is in it.
    /// </summary>
    internal static AccessMask Show => 0x120080;

    internal static ElevatedGrants Of(
        SandboxPolicy policy, WindowsHostFacts host, WindowsInstallation installed,
        Token account, WindowsRoots roots, CanonicalPath temp)
    {
        var reads = new SortedDictionary<CanonicalPath, WindowsStep>(WindowsPathComparer.Instance);
        var sids = new SortedSet<Sid>(
            Comparer<Sid>.Create((a, b) => string.CompareOrdinal(a.ToString(), b.ToString())));
        var open = ImmutableArray.CreateBuilder<string>();
        foreach (var path in policy.Read.Select(r => r.Path).OfType<CanonicalPath>().Concat(host.ToolFolders))
            Give(path);
        var shown = new SortedDictionary<CanonicalPath, WindowsStep>(WindowsPathComparer.Instance);
        var hidden = new SortedSet<CanonicalPath>(WindowsPathComparer.Instance);
        foreach (var path in roots.Usable.Select(r => r.Path).Concat(reads.Keys).Append(temp)) ShowAbove(path);
        return new([.. roots.Usable.Select(Kept).OfType<WindowsStep>()], [.. reads.Values], [.. shown.Values],
            [.. sids], open.ToImmutable());

        void Give(CanonicalPath path)
        {
            if (host.Find(path) is not { Kind: PathKind.File or PathKind.Directory } facts || roots.Contain(path)
                || policy.DeniesRead(path) is not null || DescriptorRights.Has(account, facts.Descriptor, Read))
                return;
            var sid = CapabilitySid.ForReading(host.User, facts.VolumeSerial, facts.FileId);
            var entry = Allow(Read, sid,
                facts.Kind == PathKind.Directory ? AceFlags.ObjectInherit | AceFlags.ContainerInherit : AceFlags.None);
            var isThere = DescriptorRights.HasEntry(facts.Descriptor, entry);
            if (!isThere && !DescriptorRights.CanChangeDacl(host.Token, facts.Descriptor))
            {
                open.Add($"{WindowsPath.ToWin32(path)} has access rights that you may not change, so commands cannot read it");
                return;
            }

            reads[facts.Path] = new WindowsStep.GrantRead(facts.Path, entry, isThere);
            sids.Add(sid);
        }

        void ShowAbove(CanonicalPath path)
        {
            for (var folder = path.Parent; folder.Value.Length > 3; folder = folder.Parent)
            {
                if (shown.ContainsKey(folder) || roots.Contain(folder)) continue;
                if (host.Find(folder) is not { Kind: PathKind.Directory } facts
                    || DescriptorRights.Has(account, facts.Descriptor, FileRights.ReadAttributes))
                    continue;
                var entry = Allow(Show, installed.Group, AceFlags.None);
                var isThere = DescriptorRights.HasEntry(facts.Descriptor, entry);
                if (isThere || DescriptorRights.CanChangeDacl(host.Token, facts.Descriptor))
                    shown[folder] = new WindowsStep.ShowFolder(facts.Path, entry, isThere);
                else if (hidden.Add(folder))
                    open.Add(
                        $"{WindowsPath.ToWin32(folder)} has access rights that you may not change, so programs that look at each folder above cannot look at it");
            }
        }

        WindowsStep.KeepControl? Kept(WindowsRoots.Root root)
        {
            if (root.Facts.Kind != PathKind.Directory || root.Facts.Descriptor is not { } descriptor) return null;
            var entry = Allow(SecurableType.Directory.Mapping.All, host.User,
                AceFlags.ObjectInherit | AceFlags.ContainerInherit);
            var isThere = DescriptorRights.HasEntry(descriptor, entry);
            if (isThere) return new(root.Path, entry, isThere);
            var made = DescriptorCreation.Create(descriptor, null, account, SecurableType.File, isContainer: false,
                InheritFlags.DaclAutoInherit);
            return DescriptorRights.Has(host.Token with { IntegrityLevel = WellKnownSids.Medium }, made,
                SecurableType.File.Mapping.All)
                ? null
                : new(root.Path, entry, isThere);
        }
    }

    private static Ace Allow(AccessMask mask, Sid sid, AceFlags flags) =>
        new(AceType.Allowed, mask, sid) { Flags = flags };
}
