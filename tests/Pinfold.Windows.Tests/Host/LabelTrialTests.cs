using Pinfold.Core.Paths;
using Pinfold.Core.Planning.Windows;
using Pinfold.Core.WindowsModel;
using Pinfold.Windows.Host;
using Pinfold.Windows.Native;
using Pinfold.Windows.Tests.FileAccess;
using Pinfold.Windows.Tokens;
using Xunit;

namespace Pinfold.Windows.Tests.Host;

/// <summary>
/// Level of evidence: Wine makes the calls, keeps no level and no label. What the answer is on Windows, no kernel has
/// said.
/// </summary>
public sealed class LabelTrialTests
{
    [WineFact]
    public void Wines_access_check_lets_the_control_in_too_so_that_nothing_is_made()
    {
        using var scratch = new Scratch();
        using var recorder = Recorder.Start();
        Assert.False(LabelTrial.LetsLowerIn(TokenFacts.Own(), WindowsPath.Parse(scratch.Folder)));
        var asked = recorder.Lines.Where(l => l.StartsWith("AccessCheck", StringComparison.Ordinal)).ToArray();
        Assert.Equal(2, asked.Length);
        Assert.Contains("S:(ML;;;;;ME)", asked[0], StringComparison.Ordinal);
        Assert.Contains("S:(ML;;NW;;;ME)", asked[1], StringComparison.Ordinal);
        Assert.DoesNotContain(recorder.Lines, l => l.StartsWith("CreateDirectory", StringComparison.Ordinal));
    }

    [WindowsFact]
    public void The_place_makes_opens_and_reads_as_who_it_is_asked_to_and_leaves_nothing()
    {
        using var scratch = new Scratch();
        using var recorder = Recorder.Start();
        using (var lowered = LabelTrial.Lowered(TokenFacts.Own().User))
        using (var place = new LabelTrialPlace(WindowsPath.Parse(scratch.Folder), TokenFacts.Own().User, lowered))
        {
            Assert.True(place.Make("root", isFolder: true, asCommand: false,
                FenceLevel.RootLabel(hasPolicy: true, isContainer: true)));
            Assert.True(place.Make(@"root\mine", isFolder: false, asCommand: false));
            Assert.True(place.Make(@"root\made", isFolder: true, asCommand: true));
            Assert.True(place.Changes(@"root\mine"));
            Assert.True(place.Changes(@"root\made"));
            Assert.Equal(3,
                recorder.Lines.Count(l => l.StartsWith("ImpersonateLoggedOnUser", StringComparison.Ordinal)));
            Assert.Equal(3, recorder.Lines.Count(l => l.StartsWith("RevertToSelf", StringComparison.Ordinal)));
            // a failure is no refusal
            Assert.Throws<NativeException>(() => place.Make("root", isFolder: true, asCommand: false));
        }

        Assert.Empty(Directory.GetFileSystemEntries(scratch.Folder));
    }

    [RealWindowsFact("keeps no labels")]
    public void The_fences_own_level_lets_commands_work_and_medium_keeps_them_out()
    {
        using var scratch = new Scratch();
        using var lowered = LabelTrial.Lowered(TokenFacts.Own().User);
        using var place = new LabelTrialPlace(WindowsPath.Parse(scratch.Folder), TokenFacts.Own().User, lowered);
        Assert.True(place.Make("kept", isFolder: true, asCommand: false,
            FenceLevel.Label(WellKnownSids.Medium, LabelPolicy.NoWriteUp, isContainer: true)));
        Assert.False(place.Changes("kept"));
        Assert.False(place.Make(@"kept\made", isFolder: false, asCommand: true));
        Assert.True(place.Make("root", isFolder: true, asCommand: false,
            FenceLevel.RootLabel(hasPolicy: true, isContainer: true)));
        Assert.True(place.Make(@"root\made", isFolder: false, asCommand: true));
        Assert.True(place.Changes(@"root\made"));
        Assert.Equal(FenceLevel.Sid, place.LabelOf(@"root\made")?.Sid);
    }

    /// <summary>Whichever it is, it is an answer; what it was, the run's output says.</summary>
    [RealWindowsFact("keeps no labels")]
    public void Windows_answers_and_nothing_is_left()
    {
        using var scratch = new Scratch();
        var answer = LabelTrial.LetsLowerIn(TokenFacts.Own(), WindowsPath.Parse(scratch.Folder));
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"a label of level medium without policy does for a root: {answer}");
        Assert.NotNull(answer);
        Assert.Empty(Directory.GetFileSystemEntries(scratch.Folder));
    }
}
