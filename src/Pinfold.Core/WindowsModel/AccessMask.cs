using Pinfold.Core.WindowsModel.Rights;

namespace Pinfold.Core.WindowsModel;

/// <summary>
/// ACCESS_MASK (MS-DTYP 2.4.3): 16 bits whose meaning depends on the object, the standard rights, SACL access,
/// MAXIMUM_ALLOWED and four generic rights.
/// </summary>
/// <param name="Value">The 32 bits.</param>
public readonly record struct AccessMask(uint Value)
{
    /// <summary>Nothing.</summary>
    public static AccessMask None => default;

    /// <summary>DELETE.</summary>
    public static AccessMask Delete => 0x0001_0000;

    /// <summary>READ_CONTROL: read owner, group and DACL.</summary>
    public static AccessMask ReadControl => 0x0002_0000;

    /// <summary>WRITE_DAC: change the DACL.</summary>
    public static AccessMask WriteDac => 0x0004_0000;

    /// <summary>WRITE_OWNER: change the owner, and the label (SeRelabelPrivilege to raise it).</summary>
    public static AccessMask WriteOwner => 0x0008_0000;

    /// <summary>SYNCHRONIZE.</summary>
    public static AccessMask Synchronize => 0x0010_0000;

    /// <summary>ACCESS_SYSTEM_SECURITY: read and change the SACL. Only SeSecurityPrivilege grants it.</summary>
    public static AccessMask AccessSystemSecurity => 0x0100_0000;

    /// <summary>MAXIMUM_ALLOWED, in requests only.</summary>
    public static AccessMask MaximumAllowed => 0x0200_0000;

    /// <summary>GENERIC_ALL.</summary>
    public static AccessMask GenericAll => 0x1000_0000;

    /// <summary>GENERIC_EXECUTE.</summary>
    public static AccessMask GenericExecute => 0x2000_0000;

    /// <summary>GENERIC_WRITE.</summary>
    public static AccessMask GenericWrite => 0x4000_0000;

    /// <summary>GENERIC_READ.</summary>
    public static AccessMask GenericRead => 0x8000_0000;

    /// <summary>The four generic rights.</summary>
    public static AccessMask AnyGeneric => 0xF000_0000;

    /// <summary>True when no bit is set.</summary>
    public bool IsEmpty => Value == 0;

    /// <summary>True when every bit of <paramref name="mask"/> is set.</summary>
    public bool Contains(AccessMask mask) => (Value & mask.Value) == mask.Value;

    /// <summary>True when one bit of <paramref name="mask"/> or more is set.</summary>
    public bool Overlaps(AccessMask mask) => (Value & mask.Value) != 0;

    /// <summary>The bits that are not in <paramref name="mask"/>.</summary>
    public AccessMask Without(AccessMask mask) => Value & ~mask.Value;

    /// <summary>The bits of either.</summary>
    public static AccessMask operator |(AccessMask left, AccessMask right) => left.Value | right.Value;

    /// <summary>The bits of both.</summary>
    public static AccessMask operator &(AccessMask left, AccessMask right) => left.Value & right.Value;

    /// <summary>The other bits.</summary>
    public static AccessMask operator ~(AccessMask mask) => ~mask.Value;

    /// <summary>The same bits.</summary>
    public static implicit operator AccessMask(uint value) => new(value);

    /// <summary>The same bits.</summary>
    public static implicit operator AccessMask(FileRights rights) => (uint)rights;

    /// <summary>The same bits.</summary>
    public static implicit operator AccessMask(DirectoryRights rights) => (uint)rights;

    /// <summary>The same bits.</summary>
    public static implicit operator AccessMask(KeyRights rights) => (uint)rights;

    /// <summary>The same bits.</summary>
    public static implicit operator AccessMask(ProcessRights rights) => (uint)rights;

    /// <summary>The same bits.</summary>
    public static implicit operator AccessMask(ThreadRights rights) => (uint)rights;

    /// <summary>The same bits.</summary>
    public static implicit operator AccessMask(TokenRights rights) => (uint)rights;

    /// <summary>The same bits.</summary>
    public static implicit operator AccessMask(EventRights rights) => (uint)rights;

    /// <summary>The same bits.</summary>
    public static implicit operator AccessMask(SectionRights rights) => (uint)rights;

    /// <summary>The same bits.</summary>
    public static implicit operator AccessMask(PipeRights rights) => (uint)rights;

    /// <summary>The same bits.</summary>
    public static implicit operator AccessMask(DesktopRights rights) => (uint)rights;

    /// <summary>The same bits.</summary>
    public static implicit operator AccessMask(WindowStationRights rights) => (uint)rights;

    /// <summary>The same bits.</summary>
    public static implicit operator AccessMask(ObjectDirectoryRights rights) => (uint)rights;

    /// <summary>The same bits.</summary>
    public static implicit operator AccessMask(ServiceRights rights) => (uint)rights;

    /// <summary>Hexadecimal, as <c>0x1200a9</c>.</summary>
    public override string ToString() => $"0x{Value:x}";
}
