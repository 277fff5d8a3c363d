using Pinfold.Core.Planning.Windows;
using Pinfold.Core.WindowsModel;
using Pinfold.Core.WindowsModel.Access;
using Pinfold.Core.WindowsModel.Machine;
using Xunit;

namespace Pinfold.Core.Tests.Planning.Windows;

/// <summary>A program whose file lies in a root, started by the user without any fence: a virtual environment's python, an electron of node_modules, what was just built.</summary>
public sealed class StartedFromRootTests
{
    private const string Image = Scene.Workspace + @"\.venv\Scripts\python.exe";

    /// <summary>docs/security/windows.md has it among the gaps.</summary>
    [Fact]
    public void What_it_loses_is_approved() => Approved.Verify(string.Join('\n', Lost(_ => true)), "lost");

    /// <summary>The control: it is the label, and nothing else of the plan, that lowers the program.</summary>
    [Fact]
    public void Without_the_label_on_the_root_it_loses_nothing() => Assert.Empty(Lost(step => step is not WindowsStep.LabelRoot));

    [Fact]
    public void A_program_from_elsewhere_loses_nothing() => Assert.Empty(Lost(_ => true, @"C:\Program Files\Git\bin\git.exe"));

    /// <summary>Each object that the user's programs reach and this one does not, with the rights that it lacks. The command has ended: labels stay.</summary>
    private static List<string> Lost(Func<WindowsStep, bool> with, string image = Image)
    {
        var scene = new Scene();
        scene.Put(Image[(Scene.Workspace.Length + 1)..]);
        scene.Run(with: with).Die();
        var started = scene.Machine.Start("python.exe", FreshWindows11.User, image: scene.Machine.Find(image)!);
        var lost = new List<string>();
        foreach (var (name, item) in scene.Machine.Objects())
        {
            string[] rights =
            [
                .. Bits(item.Type.Mapping.All.Value)
                    .Where(bit => NtMachine.Open(FreshWindows11.User, item, bit) == NtStatus.Success && NtMachine.Open(started.Token, item, bit) != NtStatus.Success)
                    .Select(bit => item.Type.Describe(bit)),
            ];
            if (rights.Length > 0) lost.Add($"{name}: {string.Join(", ", rights)}");
        }

        return lost;
    }

    private static IEnumerable<AccessMask> Bits(uint mask)
    {
        for (var bit = 1u; bit != 0; bit <<= 1)
            if ((mask & bit) != 0) yield return bit;
    }
}
