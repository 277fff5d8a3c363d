using System.Runtime.InteropServices;

namespace Pinfold.Core.WindowsModel;

/// <summary>GENERIC_MAPPING: what the generic rights mean for one type of object.</summary>
/// <param name="Read">GENERIC_READ.</param>
/// <param name="Write">GENERIC_WRITE.</param>
/// <param name="Execute">GENERIC_EXECUTE.</param>
/// <param name="All">GENERIC_ALL.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct GenericMapping(AccessMask Read, AccessMask Write, AccessMask Execute, AccessMask All)
{
    // The standard rights by class, as the kernel maps them: read is READ_CONTROL; write is DELETE, WRITE_DAC,
    // WRITE_OWNER and ACCESS_SYSTEM_SECURITY; execute is SYNCHRONIZE (NtSecurity.StandardAccessMapping in
    // sandbox-attacksurface-analysis-tools).
    private static readonly AccessMask StandardWrite = 0x010D_0000;

    /// <summary>
    /// What counts as writing for a write-restricted token: rights that only GENERIC_WRITE has, and the standard rights
    /// that change something (J. Forshaw, <i>Windows Security Internals</i>, listing 7-21, and Test-NtAccessMask
    /// -WriteRestricted). FILE_DELETE_CHILD is in no class but GENERIC_ALL, so it is not among them.
    /// </summary>
    public AccessMask WriteClass => StandardWrite | Write.Without(Read | Execute);

    /// <summary>Replaces generic rights by what they mean, as RtlMapGenericMask.</summary>
    public AccessMask Map(AccessMask mask)
    {
        if (!mask.Overlaps(AccessMask.AnyGeneric)) return mask;
        var mapped = mask.Without(AccessMask.AnyGeneric);
        if (mask.Contains(AccessMask.GenericRead)) mapped |= Read;
        if (mask.Contains(AccessMask.GenericWrite)) mapped |= Write;
        if (mask.Contains(AccessMask.GenericExecute)) mapped |= Execute;
        if (mask.Contains(AccessMask.GenericAll)) mapped |= All;
        return mapped;
    }
}
