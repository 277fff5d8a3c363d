using Pinfold.Core.Paths;

namespace Pinfold.Core.Planning.Windows;

/// <summary>A mounted volume.</summary>
/// <param name="Root">Where, <c>/C:</c>.</param>
/// <param name="Serial">FILE_ID_INFO.VolumeSerialNumber.</param>
/// <param name="FileSystem">Its name, <c>NTFS</c>, <c>ReFS</c>, <c>FAT32</c>.</param>
/// <param name="HasAcls">FILE_PERSISTENT_ACLS (GetVolumeInformation): files have descriptors.</param>
public sealed record WindowsVolume(CanonicalPath Root, ulong Serial, string FileSystem, bool HasAcls);
