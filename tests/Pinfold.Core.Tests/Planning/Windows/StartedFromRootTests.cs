using Pinfold.Core.Planning.Windows;
using Pinfold.Core.WindowsModel;
using Pinfold.Core.WindowsModel.Access;
using Pinfold.Core.WindowsModel.Inheritance;
using Pinfold.Core.WindowsModel.Machine;
using Xunit;

namespace Pinfold.Core.Tests.Planning.Windows;

/// <summary>
/// A program whose file lies in a root, started by the user without any fence: a virtual environment's python, an
/// electron of node_modules, what was just built.
/// </summary>
public sealed class StartedFromRootTests
{
    private const string Image = Scene.Workspace + @"\.venv\Scripts\python.exe", Tools = Scene.Workspace + @"\tools";

    /// <summary>
    /// Where the system takes no label without policy: docs/security/windows.md has it among the gaps.
    /// </summary>
    [Fact]
    public void What_it_loses_is_approved() => Approved.Verify(string.Join('\n', Lost(_ => true)), "lost");

    /// <summary>The control: it is the label, and nothing else of the plan, that lowers the program.</summary>
    [Fact]
    public void Without_the_label_on_the_root_it_loses_nothing() =>
        Assert.Empty(Lost(step => step is not WindowsStep.LabelRoot));

    [Theory]
    [InlineData(LowerLabel.Inherited)]
    [InlineData(LowerLabel.LowerOfBoth)]
    public void Under_a_label_without_policy_it_loses_nothing_installed_before_or_after(LowerLabel rule)
    {
        Assert.Empty(Lost(_ => true, lets: rule));
        var scene = new Scene { LetsLowerIn = true };
        scene.Machine.LowerLabel = rule;
        scene.Run().Die();
        foreach (var (name, type) in ((string, SecurableType)[])[(Tools, SecurableType.Directory), ($@"{Tools}
ode.exe", SecurableType.File)])
        {
            Assert.Equal(NtStatus.Success, scene.Machine.Create(FreshWindows11.User, name, type, out var made));
            made!.Dispose();
        }

        Assert.Empty(Lost(scene, $@"{Tools}\node.exe"));
    }

    /// <summary>
    /// Which of the two it is, or a refusal, no kernel was asked; the plan takes the label where one of the first two
    /// holds.
    /// </summary>
    [Theory]
    [InlineData(LowerLabel.Inherited, 0x2000u)]
    [InlineData(LowerLabel.LowerOfBoth, FenceLevel.Rid)]
    public void What_a_command_made_runs_at_the_level_that_the_system_gave_it(LowerLabel rule, uint level)
    {
        var scene = new Scene { LetsLowerIn = true };
        scene.Machine.LowerLabel = rule;
        var fence = scene.Run();
        Assert.Equal(NtStatus.Success,
            scene.Machine.Create(fence.Target, Scene.Workspace + @"\built.exe", SecurableType.File, out var made));
        made!.Dispose();
        fence.Die();
        var started = scene.Machine.Start("built.exe", FreshWindows11.User, image: made.Target);
        Assert.Equal(new Sid(WellKnownSids.MandatoryLabelAuthority, level), started.Token.IntegrityLevel);
    }

    [Fact]
    public void A_program_from_elsewhere_loses_nothing() =>
        Assert.Empty(Lost(_ => true, @"C:\Program Files\Git\bin\git.exe"));

    /// <summary>
    /// Each object that the user's programs reach and this one does not, with the rights that it lacks. The command has
    /// ended: labels stay.
    /// </summary>
    private static List<string> Lost(Func<WindowsStep, bool> with, string image = Image,
        LowerLabel lets = LowerLabel.Refused)
    {
        var scene = new Scene { LetsLowerIn = lets != LowerLabel.Refused };
        scene.Machine.LowerLabel = lets;
        scene.Put(Image[(Scene.Workspace.Length + 1)..]);
        scene.Run(with: with).Die();
        return Lost(scene, image);
    }

    private static List<string> Lost(Scene scene, string image)
    {
        var started = scene.Machine.Start("python.exe", FreshWindows11.User, image: scene.Machine.Find(image)!);
        var lost = new List<string>();
        foreach (var (name, item) in scene.Machine.Objects())
        {
            string[] rights =
            [
                .. Bits(item.Type.Mapping.All.Value)
                    .Where(bit => NtMachine.Open(FreshWindows11.User, item, bit) == NtStatus.Success
                        && NtMachine.Open(started.Token, item, bit) != NtStatus.Success)
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
