using Pinfold.Core.WindowsModel;
using Pinfold.Windows.FileAccess;

namespace Pinfold.Windows.Tests.FileAccess;

/// <summary>
/// Tells of a moment before and after each change to a descriptor: <paramref name="pass"/> may end the process.
/// </summary>
internal sealed class MortalStore(ISecurityStore disk, Action pass) : ISecurityStore
{
    public ISecuredItem? Open(string path, ItemAccess access) =>
        disk.Open(path, access) is { } item ? new Item(item, pass) : null;

    private sealed class Item(ISecuredItem item, Action pass) : ISecuredItem
    {
        public string Path => item.Path;

        public FileIdentity Identity => item.Identity;

        public bool IsFolder => item.IsFolder;

        public bool IsLink => item.IsLink;

        public uint Links => item.Links;

        public IReadOnlyList<string> Children(int most) => item.Children(most);

        public SecurityDescriptor Read() => item.Read();

        public void WriteDacl(SecurityDescriptor descriptor)
        {
            pass();
            item.WriteDacl(descriptor);
            pass();
        }

        public void WriteLabel(SecurityDescriptor descriptor)
        {
            pass();
            item.WriteLabel(descriptor);
            pass();
        }

        public void Dispose() => item.Dispose();
    }
}
