namespace Pinfold.Core.WindowsModel.Machine;

/// <summary>A volume that is mounted.</summary>
/// <param name="Drive">Its letter.</param>
/// <param name="Guid">Of its name <c>\\?\Volume{…}</c>.</param>
/// <param name="Device">Its name below <c>\Device</c>.</param>
/// <param name="HasAcls">False for FAT and exFAT: nothing there has a descriptor, and nobody is asked for one.</param>
public sealed record NtVolume(char Drive, string Guid, string Device, bool HasAcls);
