using Pinfold.Core.Paths;
using Pinfold.Windows.Host;
using Pinfold.Windows.Native;
using Xunit;

namespace Pinfold.Windows.Tests.Host;

/// <summary>Level of evidence: Wine, which mounts no volume in a folder.</summary>
public sealed class VolumeProbeTests
{
    private const string Volume = @"\\?\Volume{00000000-0000-0000-0000-000000000043}\";

    [WindowsFact]
    public void Volumes_are_found_by_their_names_and_each_says_where_it_is_mounted()
    {
        var names = Kernel32.VolumeNames();
        Assert.All(names, n => Assert.Matches(@"^\\\\\?\\Volume\{[-0-9a-f]{36}\}\\$", n));
        Assert.Contains(@"C:\", names.SelectMany(Kernel32.PlacesOf), StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>
    /// Its files are another drive's: it is no volume without access lists, and needs none of its own.
    /// </summary>
    [RealWindowsFact("has a 'subst' that makes no drive")]
    public void A_drive_that_leads_to_a_folder_of_another_has_that_ones_number_and_access_lists()
    {
        const char Letter = 'Q';
        Assert.SkipWhen(Directory.Exists($@"{Letter}:\"), $"{Letter}: is taken");
        Subst($"{Letter}:", Environment.SystemDirectory);
        try
        {
            var all = VolumeProbe.All().Volumes;
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
        var here = Assert.Single(VolumeProbe.All().Volumes, v => v.Root.Value == "/C:");
        Assert.Equal(here with { Root = WindowsPath.Parse(@"Q:\") },
            VolumeProbe.Look(WindowsPath.Parse(@"Q:\"), Environment.SystemDirectory));
        // the control: what cannot be looked at
        Assert.False(VolumeProbe.Look(here.Root, Environment.SystemDirectory + @"\absent").HasAcls);
    }

    private static void Subst(params string[] arguments)
    {
        using var subst = System.Diagnostics.Process.Start(new System.Diagnostics.ProcessStartInfo("subst", arguments)
            { UseShellExecute = false, RedirectStandardOutput = true })!;
        subst.StandardOutput.ReadToEnd();
        subst.WaitForExit();
        Assert.Equal(0, subst.ExitCode);
    }

    [WindowsFact]
    public void The_system_drive_is_among_the_volumes_and_each_volume_is_asked_once_where_it_is()
    {
        var names = Kernel32.VolumeNames();
        using var recorder = Recorder.Start();
        var (volumes, gaps) = VolumeProbe.All();
        Assert.Contains(volumes, v => v.Root.Value == "/C:");
        Assert.Empty(gaps);
        Assert.Single(recorder.Lines, l => l.StartsWith("FindFirstVolumeW(", StringComparison.Ordinal));
        Assert.Equal(names,
            recorder.Lines.Where(l => l.StartsWith("GetVolumePathNamesForVolumeNameW(", StringComparison.Ordinal))
                .Select(l => l.Split('"')[1]),
            StringComparer.Ordinal);
        // a start costs no more than that for volumes
        Assert.InRange(recorder.Lines.Count, 2, 1 + (8 * (names.Count + volumes.Length)));
    }

    [WindowsFact]
    public void A_volume_in_a_folder_that_cannot_be_looked_at_counts_as_one_without_access_lists()
    {
        var (volumes, gap) = VolumeProbe.InFolders(() => [Volume], _ => [@"C:\", @"C:\mnt\stick\"]);
        var found = Assert.Single(volumes);
        Assert.Equal(("/C:/mnt/stick", false), (found.Root.Value, found.HasAcls));
        Assert.Null(gap);
    }

    [WindowsFact]
    public void A_volume_that_is_there_is_found_in_its_folder_with_what_its_file_system_keeps()
    {
        var name = Kernel32.VolumeNames()
            .First(n => Kernel32.PlacesOf(n).Contains(@"C:\", StringComparer.OrdinalIgnoreCase));
        var found = Assert.Single(VolumeProbe.InFolders(() => [name], _ => [@"C:\mnt\"]).Volumes);
        var drive = VolumeProbe.All().Volumes.First(v => v.Root.Value == "/C:");
        if (WineVersion.Current is null)
            Assert.Equal((drive.Serial, drive.FileSystem, drive.HasAcls),
                (found.Serial, found.FileSystem, found.HasAcls));
        else Assert.Equal("/C:/mnt", found.Root.Value); // Wine opens no volume by its name
    }

    [Fact]
    public void A_volume_that_goes_meanwhile_costs_itself_alone_and_a_list_that_cannot_be_had_is_told()
    {
        var (volumes, gap) = VolumeProbe.InFolders(() => [Volume], _ => Fails<string[]>());
        Assert.Empty(volumes);
        Assert.Null(gap);
        (volumes, gap) = VolumeProbe.InFolders(Fails<List<string>>, _ => []);
        Assert.Empty(volumes);
        Assert.Contains("cannot be listed", gap, StringComparison.Ordinal);

        static T Fails<T>()
        {
            NativeException.CheckCode(Kernel32.ERROR_FILE_NOT_FOUND, "FindFirstVolumeW");
            throw new InvalidOperationException();
        }
    }
}
