using Pinfold.Windows.Host;
using Pinfold.Windows.Native;
using Xunit;

namespace Pinfold.Windows.Tests.Host;

/// <summary>Level of evidence: Wine.</summary>
public sealed class VolumeProbeTests
{
    [WindowsFact]
    public void Volumes_are_found_by_their_names_and_each_says_where_it_is_mounted()
    {
        var names = Kernel32.VolumeNames();
        Assert.All(names, n => Assert.Matches(@"^\\\\\?\\Volume\{[-0-9a-f]{36}\}\\$", n));
        Assert.Contains(@"C:\", names.SelectMany(Kernel32.PlacesOf), StringComparer.OrdinalIgnoreCase);
    }

    [WindowsFact]
    public void The_system_drive_is_among_the_volumes() => Assert.Contains(VolumeProbe.All(), v => v.Root.Value == "/C:");
}
