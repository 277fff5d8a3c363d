using Pinfold.Core.Paths;
using Pinfold.Core.WindowsModel;

namespace Pinfold.Core.Planning.Windows;

/// <summary>What a path is on the host.</summary>
/// <param name="Path">As the disk spells it.</param>
/// <param name="Kind">What it is; links and junctions are <see cref="PathKind.Symlink"/> and are not followed.</param>
/// <param name="VolumeSerial">FILE_ID_INFO.VolumeSerialNumber.</param>
/// <param name="FileId">FILE_ID_INFO.FileId.</param>
/// <param name="Descriptor">Owner, group, DACL and label; null when the user may not read it.</param>
public sealed record WindowsPathFacts(CanonicalPath Path, PathKind Kind, ulong VolumeSerial, UInt128 FileId,
    SecurityDescriptor? Descriptor)
{
    /// <summary>Names that the file has (FILE_STANDARD_INFO.NumberOfLinks).</summary>
    public int Links { get; init; } = 1;
}
