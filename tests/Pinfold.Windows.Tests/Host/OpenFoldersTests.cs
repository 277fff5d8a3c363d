using Pinfold.Core.Paths;
using Pinfold.Core.Planning.Windows;
using Pinfold.Core.WindowsModel;
using Pinfold.Windows.FileAccess;
using Pinfold.Windows.Host;
using Pinfold.Windows.Tests.FileAccess;
using Pinfold.Windows.Tests.Processes;
using Xunit;

namespace Pinfold.Windows.Tests.Host;

/// <summary>
/// doctor's search for folders that everybody may write. Level of evidence: Wine, whose access lists are the modes of
/// Unix.
/// </summary>
public sealed class OpenFoldersTests
{
    [WindowsFact]
    public void A_folder_of_PATH_that_everyone_may_write_is_found_and_one_of_the_users_alone_is_not()
    {
        using var scratch = new Scratch();
        Make(scratch, "open", "D:P(A;;FA;;;WD)");
        Make(scratch, "mine", $"D:P(A;;FA;;;{Windows.Tokens.TokenFacts.Own().User})");
        var found = Found(scratch, "open", "mine", "absent");
        var line = Assert.Single(found, l => l.Contains(scratch.Folder, StringComparison.OrdinalIgnoreCase));
        Assert.StartsWith($@"{scratch.Folder}\open|", line, StringComparison.OrdinalIgnoreCase);
        // it has no label, so that the level keeps commands out
        Assert.Contains("True|", line, StringComparison.Ordinal);
        Assert.Contains("icacls", line, StringComparison.Ordinal);
    }

    /// <summary>What is said is a list of commands for the user: nothing is changed.</summary>
    [WindowsFact]
    public void The_search_changes_nothing()
    {
        using var scratch = new Scratch();
        Make(scratch, "open", "D:P(A;;FA;;;WD)");
        var before = Descriptor(scratch);
        Assert.NotEmpty(Found(scratch, "open"));
        Assert.Equal(before, Descriptor(scratch), StringComparer.Ordinal);

        static string Descriptor(Scratch scratch)
        {
            using var item = NativeSecurityStore.OpenItem(scratch["open"], ItemAccess.Read)!;
            return item.Read().ToSddl();
        }
    }

    /// <summary>Inside: each folder that is found, with whether its level keeps commands out.</summary>
    internal static int Say()
    {
        using var setting = new Setting();
        var facts = setting.Facts();
        foreach (var folder in OpenFolders.Find(facts, WindowsPlanner.For(setting.Policy(), facts)))
            Console.Out.WriteLine($"{WindowsPath.ToWin32(folder.Path)}|{folder.IsKept}|{folder.Fix}");
        return 0;
    }

    private static void Make(Scratch scratch, string name, string sddl)
    {
        scratch.Make(name);
        using var item = NativeSecurityStore.OpenItem(scratch[name], ItemAccess.WriteDacl)!;
        item.WriteDacl(SecurityDescriptor.Parse(sddl));
    }

    private static string[] Found(Scratch scratch, params string[] names)
    {
        var request = Bench.Of("open-folders");
        var path = string.Join(';', names.Select(name => Path.Combine(scratch.Folder, name)));
        using var bench = new Bench(request with
        {
            Environment = [.. request.Environment.Where(v => !v.Key.Equals("PATH", StringComparison.OrdinalIgnoreCase)),
                new("PATH", path)]
        });
        var (result, output, error) = bench.Finish();
        Assert.True(result.ExitStatus == 0, error);
        return output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
    }
}
