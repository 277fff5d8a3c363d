using Pinfold.Core.Paths;
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

    /// <summary>Its files are another drive's: it is no volume without access lists, and needs none of its own.</summary>
    [RealWindowsFact("has a 'subst' that makes no drive")]
    public void A_drive_that_leads_to_a_folder_of_another_has_that_ones_number_and_access_lists()
    {
        const char Letter = 'Q';
        Assert.SkipWhen(Directory.Exists($@"{Letter}:\"), $"{Letter}: is taken");
        Subst($"{Letter}:", Environment.SystemDirectory);
        try
        {
            var all = VolumeProbe.All();
            var made = Assert.Single(all, v => v.Root.Value == $"/{Letter}:");
            Assert.Equal(Assert.Single(all, v => v.Root.Value == "/C:") with { Root = made.Root }, made);
        }
        finally
        {
            Subst($"{Letter}:", "/d");
        }
    }

    /// <summary>The same by the name of the folder, which a drive of <c>subst</c> is another name for.</summary>
    [WindowsFact]
    public void A_name_that_leads_to_a_folder_has_the_number_and_access_lists_of_the_volume_around_it()
    {
        var here = Assert.Single(VolumeProbe.All(), v => v.Root.Value == "/C:");
        Assert.Equal(here with { Root = WindowsPath.Parse(@"Q:\") }, VolumeProbe.Look(WindowsPath.Parse(@"Q:\"), Environment.SystemDirectory));
        Assert.False(VolumeProbe.Look(here.Root, Environment.SystemDirectory + @"\absent").HasAcls); // the control: what cannot be looked at
    }

    private static void Subst(params string[] arguments)
    {
        using var subst = System.Diagnostics.Process.Start(new System.Diagnostics.ProcessStartInfo("subst", arguments) { UseShellExecute = false, RedirectStandardOutput = true })!;
        subst.StandardOutput.ReadToEnd();
        subst.WaitForExit();
        Assert.Equal(0, subst.ExitCode);
    }

    [WindowsFact]
    public void The_system_drive_is_among_the_volumes() => Assert.Contains(VolumeProbe.All(), v => v.Root.Value == "/C:");
}
