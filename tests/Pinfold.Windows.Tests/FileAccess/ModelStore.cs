using Pinfold.Core.WindowsModel;
using Pinfold.Core.WindowsModel.Access;
using Pinfold.Core.WindowsModel.Inheritance;
using Pinfold.Windows.FileAccess;

namespace Pinfold.Windows.Tests.FileAccess;

/// <summary>A disk of the model: what the kernel would keep, it keeps; each change burns the fuse.</summary>
internal sealed class ModelStore : ISecurityStore
{
    private UInt128 _last;

    internal ModelStore(string sddl) => Drive = new(++_last, isFolder: true, SecurityDescriptor.Parse(sddl));

    internal ModelNode Drive { get; }

    internal Fuse Fuse { get; set; } = new(int.MaxValue);

    /// <summary>Whose rights count; null for none.</summary>
    internal Token? User { get; init; }

    /// <summary>How many items were opened.</summary>
    internal int Opened { get; private set; }

    /// <summary>Makes a file or folder (in a path that ends with a backslash) that inherits as on NTFS.</summary>
    internal ModelNode Add(string path, string? own = null, bool isLink = false, uint links = 1)
    {
        var isFolder = path.EndsWith('\\');
        path = path.TrimEnd('\\');
        var parent = Find(path[..path.LastIndexOf('\\')])!;
        var bare = SecurityDescriptor.Parse(own ?? "O:S-1-5-21-1-2-3-1001G:S-1-5-21-1-2-3-513D:");
        var descriptor = InheritanceWalk.Inherit(parent.Descriptor, bare, isFolder, ItemAccess.WriteDacl);
        descriptor = InheritanceWalk.Inherit(parent.Descriptor, descriptor, isFolder, ItemAccess.WriteLabel);
        var node = new ModelNode(++_last, isFolder, descriptor) { IsLink = isLink, Links = links };
        parent.Children.Add(path[(path.LastIndexOf('\\') + 1)..], node);
        return node;
    }

    /// <summary>As the user would: what is moved keeps its descriptor.</summary>
    internal ModelNode Move(string from, string to)
    {
        var node = Find(from)!;
        Find(from[..from.LastIndexOf('\\')])!.Children.Remove(from[(from.LastIndexOf('\\') + 1)..]);
        Find(to[..to.LastIndexOf('\\')])!.Children.Add(to[(to.LastIndexOf('\\') + 1)..], node);
        return node;
    }

    /// <summary>What is at <paramref name="path"/>, which begins with <c>C:</c>.</summary>
    internal ModelNode? Find(string path)
    {
        var node = Drive;
        foreach (var name in path.Split('\\')[1..])
            if (!node.Children.TryGetValue(name, out node!)) return null;
        return node;
    }

    internal FileIdentity IdentityOf(string path) => new(1, Find(path)!.Number);

    /// <summary>Every descriptor, as text.</summary>
    internal string Snapshot()
    {
        var lines = new List<string>();
        Add("C:", Drive);
        return string.Join('\n', lines);

        void Add(string path, ModelNode node)
        {
            lines.Add($"{path} {node.Descriptor.ToSddl()}");
            foreach (var (name, child) in node.Children) Add($@"{path}\{name}", child);
        }
    }

    public ISecuredItem? Open(string path, ItemAccess access)
    {
        Opened++;
        if (Find(path) is not { } node) return null;
        var wanted = (access.HasFlag(ItemAccess.WriteDacl) ? AccessMask.WriteDac : default)
            | (access.HasFlag(ItemAccess.WriteLabel) ? AccessMask.WriteOwner : default);
        if (!wanted.IsEmpty && node.Refuses is { } error) throw new IOException(error);
        if (User is not null && !wanted.IsEmpty
            && !AccessCheck.Check(User, node.Descriptor, wanted, SecurableType.File.Mapping).IsGranted)
            throw new IOException("access denied");
        return new Item(this, path, node);
    }

    private sealed class Item(ModelStore store, string path, ModelNode node) : ISecuredItem
    {
        public string Path => path;

        public FileIdentity Identity => new(1, node.Number);

        public bool IsFolder => node.IsFolder;

        public bool IsLink => node.IsLink;

        public uint Links => node.Links;

        public IReadOnlyList<string> Children(int most) =>
            [.. node.Children.Keys.Take(most).Select(name => $@"{path}\{name}")];

        public SecurityDescriptor Read() => node.Descriptor;

        public void WriteDacl(SecurityDescriptor descriptor)
        {
            store.Fuse.Burn();
            node.Descriptor = node.Descriptor with
            {
                Dacl = descriptor.Dacl, Control = Mix(descriptor, DescriptorControl.DaclPresent
                    | DescriptorControl.DaclAutoInherited | DescriptorControl.DaclProtected)
            };
        }

        public void WriteLabel(SecurityDescriptor descriptor)
        {
            store.Fuse.Burn();
            node.Descriptor = node.Descriptor with
            {
                Sacl = descriptor.Sacl, Control = Mix(descriptor, DescriptorControl.SaclPresent
                    | DescriptorControl.SaclAutoInherited | DescriptorControl.SaclProtected)
            };
        }

        public void Dispose()
        {
        }

        private DescriptorControl Mix(SecurityDescriptor given, DescriptorControl part) =>
            node.Descriptor.Control & ~part | given.Control & part;
    }
}
