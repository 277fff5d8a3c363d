using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Pinfold.Core.WindowsModel;
using Pinfold.Windows.Native;

namespace Pinfold.Windows.FileAccess;

/// <summary>A file or folder by handle.</summary>
internal sealed unsafe class NativeItem : ISecuredItem
{
    private const uint Surrogate = 0x20000000; // IsReparseTagNameSurrogate (winnt.h)
    private const uint Parts = Advapi32.OWNER_SECURITY_INFORMATION | Advapi32.GROUP_SECURITY_INFORMATION
        | Advapi32.DACL_SECURITY_INFORMATION | Advapi32.LABEL_SECURITY_INFORMATION;

    internal NativeItem(string path, FileHandle handle)
    {
        (Path, Handle) = (path, handle);
        var tag = Kernel32.Information<FILE_ATTRIBUTE_TAG_INFO>(handle, Kernel32.FileAttributeTagInfo);
        IsFolder = (tag.FileAttributes & Kernel32.FILE_ATTRIBUTE_DIRECTORY) != 0;
        ReparseTag = (tag.FileAttributes & Kernel32.FILE_ATTRIBUTE_REPARSE_POINT) != 0 ? tag.ReparseTag : 0;
        IsLink = IsLinkTag(ReparseTag);
    }

    internal FileHandle Handle { get; }

    /// <summary>
    /// A tag of what leads elsewhere: a symbolic link, a junction, a mounted volume. With another tag (deduplicated,
    /// kept in a cloud) a file is what it is, and a folder holds what it holds.
    /// </summary>
    internal static bool IsLinkTag(uint tag) => (tag & Surrogate) != 0;

    /// <summary>As <see cref="IsLinkTag"/>, of an open file.</summary>
    internal static bool LeadsElsewhere(in FILE_ATTRIBUTE_TAG_INFO of) =>
        (of.FileAttributes & Kernel32.FILE_ATTRIBUTE_REPARSE_POINT) != 0 && IsLinkTag(of.ReparseTag);

    /// <summary>IO_REPARSE_TAG_…, or 0.</summary>
    internal uint ReparseTag { get; }

    /// <inheritdoc/>
    public string Path { get; }

    /// <inheritdoc/>
    public bool IsFolder { get; }

    /// <inheritdoc/>
    public bool IsLink { get; }

    /// <inheritdoc/>
    public uint Links => Kernel32.Information<FILE_STANDARD_INFO>(Handle, Kernel32.FileStandardInfo).NumberOfLinks;

    /// <inheritdoc/>
    public FileIdentity Identity
    {
        get
        {
            var id = Kernel32.Information<FILE_ID_INFO>(Handle, Kernel32.FileIdInfo);
            return new(id.VolumeSerialNumber,
                BinaryPrimitives.ReadUInt128LittleEndian(new ReadOnlySpan<byte>(&id.FileId, sizeof(FILE_ID_128))));
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> Children(int most)
    {
        var (paths, above) = (new List<string>(), Path.TrimEnd('\\'));
        Kernel32.List(Handle, (name, _, _) => paths.Add($@"{above}\{name}"), most);
        return paths;
    }

    /// <inheritdoc/>
    public SecurityDescriptor Read() => Advapi32.Security(Handle, Parts, Path);

    /// <summary>Owner and group alone, whatever its lists are.</summary>
    internal SecurityDescriptor ReadOwner() =>
        Advapi32.Security(Handle, Advapi32.OWNER_SECURITY_INFORMATION | Advapi32.GROUP_SECURITY_INFORMATION, Path);

    /// <inheritdoc/>
    public void WriteDacl(SecurityDescriptor descriptor)
    {
        // Without the request, the kernel drops the mark that inherited entries are known (ntifs.h,
        // SE_DACL_AUTO_INHERIT_REQ).
        var marks = descriptor.Has(DescriptorControl.DaclAutoInherited)
            ? DescriptorControl.DaclAutoInheritRequired
            : DescriptorControl.None;
        Advapi32.SetSecurity(Handle, Advapi32.DACL_SECURITY_INFORMATION,
            descriptor with { Owner = null, Group = null, Sacl = null, Control = Only(descriptor, "Dacl") | marks },
            Path);
    }

    /// <inheritdoc/>
    public void WriteLabel(SecurityDescriptor descriptor)
    {
        var marks = descriptor.Has(DescriptorControl.SaclAutoInherited)
            ? DescriptorControl.SaclAutoInheritRequired
            : DescriptorControl.None;
        // an empty list takes the label away
        var sacl = new Acl((descriptor.Sacl?.Aces ?? []).RemoveAll(a => a.Type != AceType.MandatoryLabel));
        var control = Only(descriptor, "Sacl") | DescriptorControl.SaclPresent | marks;
        Advapi32.SetSecurity(Handle, Advapi32.LABEL_SECURITY_INFORMATION,
            descriptor with { Owner = null, Group = null, Dacl = null, Sacl = sacl, Control = control }, Path);
    }

    /// <inheritdoc/>
    public void Dispose() => Handle.Dispose();

    private static DescriptorControl Only(SecurityDescriptor descriptor, string list)
    {
        const DescriptorControl Dacl = DescriptorControl.DaclPresent
            | DescriptorControl.DaclAutoInherited | DescriptorControl.DaclProtected;
        const DescriptorControl Sacl = DescriptorControl.SaclPresent
            | DescriptorControl.SaclAutoInherited | DescriptorControl.SaclProtected;
        return DescriptorControl.SelfRelative | descriptor.Control & (list == "Dacl" ? Dacl : Sacl);
    }
}
