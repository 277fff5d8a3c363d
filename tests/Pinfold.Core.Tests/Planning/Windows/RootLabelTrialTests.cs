using Pinfold.Core.Planning.Windows;
using Pinfold.Core.WindowsModel;
using Pinfold.Core.WindowsModel.Access;
using Pinfold.Core.WindowsModel.Inheritance;
using Pinfold.Core.WindowsModel.Machine;
using Xunit;

namespace Pinfold.Core.Tests.Planning.Windows;

public sealed class RootLabelTrialTests
{
    private static readonly Token Command = FreshWindows11.User with { IntegrityLevel = FenceLevel.Sid };

    [Theory]
    [InlineData(LowerLabel.Inherited, true)]
    [InlineData(LowerLabel.LowerOfBoth, true)]
    [InlineData(LowerLabel.Own, false)]
    [InlineData(LowerLabel.Refused, false)]
    public void It_holds_where_commands_can_work_and_what_they_make_can_be_closed(LowerLabel rule, bool holds) =>
        Assert.Equal(holds, RootLabelTrial.Holds(new ModelTrialPlace(Machine(rule), Command)));

    /// <summary>The access check alone would have said yes: this is what the trial on the file system is for.</summary>
    [Fact]
    public void Where_nothing_can_be_made_the_access_check_still_lets_in()
    {
        var place = new ModelTrialPlace(Machine(LowerLabel.Refused), Command);
        Assert.True(IsGranted(LabelPolicy.None));
        Assert.False(IsGranted(LabelPolicy.NoWriteUp));
        Assert.True(place.Make("root", isFolder: true, asCommand: false,
            FenceLevel.RootLabel(hasPolicy: false, isContainer: true)));
        Assert.True(place.Changes("root"));
        Assert.False(place.Make(@"root\made", isFolder: false, asCommand: true, label: null));

        static bool IsGranted(LabelPolicy policy) =>
            AccessCheck.Check(Command, RootLabelTrial.Asked(FreshWindows11.Me, policy), RootRights.Granted,
                SecurableType.File.Mapping).IsGranted;
    }

    /// <summary>
    /// A folder of a command's own level, in which what the user makes is closed to the next command.
    /// </summary>
    [Fact]
    public void Where_a_label_of_its_own_stops_inheritance_what_the_user_makes_below_is_closed_to_commands()
    {
        var place = new ModelTrialPlace(Machine(LowerLabel.Own), Command);
        Assert.True(place.Make("root", isFolder: true, asCommand: false,
            FenceLevel.RootLabel(hasPolicy: false, isContainer: true)));
        Assert.True(place.Make(@"root\made", isFolder: true, asCommand: true, label: null));
        Assert.True(place.Changes(@"root\made"));
        Assert.True(place.Make(@"root\made\mine", isFolder: false, asCommand: false, label: null));
        Assert.False(place.Changes(@"root\made\mine"));
    }

    [Fact]
    public void It_does_not_hold_where_a_policy_counts_for_nothing() =>
        Assert.False(
            RootLabelTrial.Holds(new ModelTrialPlace(Machine(LowerLabel.Inherited), Command) { IsStrict = true }));

    /// <summary>Wine, or a user without levels: the control is let in.</summary>
    [Fact]
    public void It_does_not_hold_where_levels_count_for_nothing() =>
        Assert.False(RootLabelTrial.Holds(new ModelTrialPlace(Machine(LowerLabel.Inherited),
            Command with { MandatoryPolicy = MandatoryPolicy.Off })));

    private static NtMachine Machine(LowerLabel rule)
    {
        var machine = FreshWindows11.Create().Machine;
        machine.LowerLabel = rule;
        return machine;
    }
}
