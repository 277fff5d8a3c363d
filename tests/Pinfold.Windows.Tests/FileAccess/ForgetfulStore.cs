using Pinfold.Core.WindowsModel;
using Pinfold.Windows.FileAccess;

namespace Pinfold.Windows.Tests.FileAccess;

/// <summary>Says yes to every change and keeps none, as Wine and some network drives do.</summary>
internal sealed class ForgetfulStore(ModelStore disk) : ISecurityStore
{
    public ISecuredItem? Open(string path, ItemAccess access) =>
        disk.Open(path, access) is { } item ? new Item(item) : null;

    private sealed class Item(ISecuredItem item) : ISecuredItem
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
        }

        public void WriteLabel(SecurityDescriptor descriptor)
        {
        }

        public void Dispose() => item.Dispose();
    }
}
