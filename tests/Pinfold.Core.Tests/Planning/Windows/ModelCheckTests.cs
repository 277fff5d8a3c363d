using System.Collections.Immutable;
using Pinfold.Core.Paths;
using Pinfold.Core.Planning.Windows;
using Pinfold.Core.WindowsModel;
using Pinfold.Core.WindowsModel.Access;
using Pinfold.Core.WindowsModel.Machine;
using Pinfold.Core.WindowsModel.Rights;
using Xunit;

namespace Pinfold.Core.Tests.Planning.Windows;

public sealed class ModelCheckTests
{
    /// <summary>The deciding entry in each pass, with the pass; the label where that decides alone.</summary>
    [Fact]
    public void Explaining_names_the_deciding_entry_and_the_pass_of_the_restricting_SIDs()
    {
        var scene = new Scene();
        using var fence = scene.Run();
        var lines = new List<string>();
        foreach (var path in (string[])[Scene.Workspace + @"\src\main.c",
            Scene.Workspace + @"\.vscode\tasks.json", @"C:\Users\me\.gitconfig", @"C:\open\file.txt"])
            lines.AddRange(Explain(fence.Target, scene, path, FileRights.GenericWrite));

        // Where a label lets the level in, the second pass decides.
        scene.Machine.Find(@"C:\tools\old.exe")!.Descriptor = SecurityDescriptor.Parse(
            "O:BAG:SYD:AI(A;ID;0x1301bf;;;AU)(A;ID;FA;;;BA)S:(ML;;NW;;;LW)");
        lines.AddRange(Explain(fence.Target, scene, @"C:\tools\old.exe", FileRights.GenericWrite));
        lines.AddRange(Explain(fence.Target, scene, @"C:\tools\old.exe", FileRights.GenericRead));
        Assert.Contains(lines,
            line => line.Contains("refused by no entry allowing it (restricting SIDs)", StringComparison.Ordinal));
        Approved.Verify(string.Join('\n', lines), "explained");
    }

    private static ImmutableArray<string> Explain(Token token, Scene scene, string path, FileRights rights) =>
        ModelCheck.Explain(token, WindowsPath.Parse(path), isFolder: false,
            scene.Machine.Find(path)!.Descriptor, rights);
}
