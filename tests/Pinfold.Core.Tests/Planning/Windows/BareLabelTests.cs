using Pinfold.Core.Paths;
using Pinfold.Core.Planning.Windows;
using Pinfold.Core.WindowsModel;
using Pinfold.Core.WindowsModel.Access;
using Pinfold.Core.WindowsModel.Inheritance;
using Pinfold.Core.WindowsModel.Machine;
using Pinfold.Core.WindowsModel.Rights;
using Xunit;

namespace Pinfold.Core.Tests.Planning.Windows;

/// <summary>
/// Roots labelled medium without policy, in place of the fence's own level: what stays, and what is gained by whom.
/// </summary>
public sealed class BareLabelTests
{
    private const string Ws = Scene.Workspace;
    private static readonly AccessMask Replace = AccessMask.GenericRead | AccessMask.GenericWrite | AccessMask.Delete;

    public static TheoryData<string, LowerLabel> Names =>
        [.. Claims.All.Keys.SelectMany(
            name => Accepted.Select(rule => new TheoryDataRow<string, LowerLabel>(name, rule)))];

    public static TheoryData<LowerLabel> Rules => [.. Accepted];

    private static LowerLabel[] Accepted => [LowerLabel.Inherited, LowerLabel.LowerOfBoth];

    /// <summary>
    /// The approved texts of <see cref="FenceClaimTests"/> and of the account's stand for both labels.
    /// </summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void A_claim_holds_as_it_does_under_the_fences_own_level(string name, LowerLabel rule)
    {
        Assert.Equal(Claims.All[name](Fenced.ByPlan()), Claims.All[name](Fenced.ByPlan(scene: Bare(rule))),
            StringComparer.Ordinal);
        Assert.Equal(Claims.All[name](Fenced.ByAccount()), Claims.All[name](Fenced.ByAccount(scene: Bare(rule))),
            StringComparer.Ordinal);
    }

    /// <summary>
    /// With today's label in each case, the one that refuses included; without policy where the trial holds.
    /// </summary>
    [Theory]
    [InlineData(true, LowerLabel.Inherited)]
    [InlineData(true, LowerLabel.LowerOfBoth)]
    [InlineData(false, LowerLabel.Inherited)]
    [InlineData(false, LowerLabel.LowerOfBoth)]
    [InlineData(false, LowerLabel.Own)]
    [InlineData(false, LowerLabel.Refused)]
    public void A_command_writes_replaces_and_deletes_what_the_user_and_earlier_commands_made(
        bool isBare, LowerLabel rule)
    {
        var scene = new Scene { LetsLowerIn = isBare };
        scene.Machine.LowerLabel = rule;
        var first = scene.Run();
        Make(first.Target, "out2", SecurableType.Directory);
        Make(first.Target, @"out2\a.o", SecurableType.File);
        first.Die();
        Make(FreshWindows11.User, @"out2\b.o", SecurableType.File);
        Make(FreshWindows11.User, @"src\new.c", SecurableType.File);
        using var second = scene.Run(session: "s2");
        foreach (var (file, by) in ((string, Token)[])
            [(@"out2\a.o", second.Target), (@"out2\b.o", second.Target), (@"src\new.c", second.Target),
                (@"src\main.c", second.Target), (@"out2\a.o", FreshWindows11.User)])
        {
            Make(by, @"src\instead", SecurableType.File);
            Assert.Equal(NtStatus.Success, scene.Machine.Open(by, $@"{Ws}\{file}", Replace, out var handle));
            handle!.Dispose();
            Assert.Equal(NtStatus.Success,
                scene.Machine.Open(by, $@"{Ws}\src\instead", AccessMask.Delete, out var instead));
            using (instead) Assert.Equal(NtStatus.Success, scene.Machine.Rename(by, instead!, $@"{Ws}\{file}"));
        }

        foreach (var file in (string[])[@"out2\a.o", @"out2\b.o", @"src\new.c", "out2"])
        {
            Assert.Equal(NtStatus.Success,
                scene.Machine.Open(second.Target, $@"{Ws}\{file}", AccessMask.Delete, out var handle));
            using (handle) Assert.Equal(NtStatus.Success, NtMachine.Delete(handle!));
        }

        void Make(Token by, string name, SecurableType type)
        {
            Assert.Equal(NtStatus.Success, scene.Machine.Create(by, $@"{Ws}\{name}", type, out var handle));
            handle!.Dispose();
        }
    }

    /// <summary>
    /// docs/security/windows.md has it among the gaps. Nothing outside of the root; no hand-off name, no secret,
    /// nobody's token but theirs.
    /// </summary>
    [Fact]
    public void What_programs_of_low_level_gain_is_approved()
    {
        var gained = Gained(FreshWindows11.LowUser);
        Assert.NotEmpty(gained);
        Assert.All(gained, g => Assert.StartsWith(Fenced.Nt(Ws), g, StringComparison.Ordinal));
        foreach (var kept in Claims.Kept.Select(k => $@"{Ws}\{k}").Append(Ws + @"\.env")
            .Append(Ws + @"\src\linked").Append(Ws + @"\src\tasks-too.json"))
            Assert.DoesNotContain(gained, g => g.StartsWith(Fenced.Nt(kept) + ":", StringComparison.Ordinal));
        Approved.Verify(string.Join('\n', gained.GroupBy(g => g[..g.LastIndexOf(": ", StringComparison.Ordinal)],
            g => g[(g.LastIndexOf(' ') + 1)..], StringComparer.Ordinal)
            .Select(g => $"{g.Key}: {string.Join(", ", g)}")), "low");
    }

    /// <summary>
    /// WRITE_DAC is among it: such a program takes the denial of FILE_DELETE_CHILD away, and puts its own in place of a
    /// hand-off name, while no command runs that holds it. The name itself it does not open, and a secret's text it
    /// does not read.
    /// </summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Programs_of_low_level_replace_hand_off_names_in_two_steps_where_the_label_has_no_policy(bool isBare)
    {
        var scene = new Scene { LetsLowerIn = isBare };
        scene.Run().Die();
        var (low, machine) = (FreshWindows11.LowUser, scene.Machine);
        Assert.Equal(NtStatus.AccessDenied,
            machine.Open(low, Ws + @"\.vscode\tasks.json", (uint)FileRights.WriteData, out _));
        Assert.Equal(NtStatus.AccessDenied, machine.Open(low, Ws + @"\.env", (uint)FileRights.ReadData, out _));
        Assert.Equal(NtStatus.AccessDenied, machine.Open(low, Ws + @"\.git\config", AccessMask.Delete, out _));
        var opened = machine.Open(low, Ws + @"\.git", AccessMask.WriteDac, out var folder);
        Assert.Equal(isBare ? NtStatus.Success : NtStatus.AccessDenied, opened);
        if (!isBare) return;
        using (folder)
        {
            var dacl = folder!.Target.Descriptor.Dacl!;
            Assert.Equal(NtStatus.Success,
                NtMachine.SetDacl(folder, new(dacl.Aces.RemoveAll(a => a.Type == AceType.Denied))));
        }

        Assert.Equal(NtStatus.Success, machine.Open(low, Ws + @"\.git\config", AccessMask.Delete, out var config));
        using (config) Assert.Equal(NtStatus.Success, NtMachine.Delete(config!));
    }

    /// <summary>
    /// A package's own SIDs are not in the root's DACL, and a renderer's token has the user's for deny only.
    /// </summary>
    [Theory]
    [InlineData("another user")]
    [InlineData("an AppContainer")]
    [InlineData("a browser's renderer")]
    public void Nobody_else_gains_anything(string who) => Assert.Empty(Gained(who switch
    {
        "another user" => FreshWindows11.OtherUser,
        "an AppContainer" => AppContainerTokens.Create(FreshWindows11.User, Sid.Parse("S-1-15-2-1-2-3-4-5-6-7")),
        _ => RestrictedTokens.Create(FreshWindows11.User, RestrictedTokenFlags.DisableMaxPrivilege,
            sidsToDisable: [FreshWindows11.Me,
                .. FreshWindows11.User.Groups.Where(g => g.Sid != WellKnownSids.Everyone).Select(g => g.Sid)],
            restrictingSids: [Sid.Parse("S-1-0-0")]) with { IntegrityLevel = WellKnownSids.Low },
    }));

    /// <summary>Roots of an older pinfold, and of a system that answers otherwise today.</summary>
    [Theory]
    [MemberData(nameof(Rules))]
    public void One_label_is_changed_for_the_other_and_back_and_undone_byte_for_byte(LowerLabel rule)
    {
        var scene = new Scene(hasVolumes: true);
        var before = scene.Machine.Snapshot();
        var runs = new Stack<SimulatedBackend>();
        foreach (var isBare in (bool[])[false, true, false, true])
        {
            scene.LetsLowerIn = isBare;
            scene.Machine.LowerLabel = rule;
            var kind = FenceLevel.RootLabel(!isBare, isContainer: true);
            runs.Push(scene.Run(Scene.OnVolumes, $"s{runs.Count + 1}"));
            runs.Peek().Die();
            Assert.Equal(kind.Sid, scene.Machine.Find(Ws + @"\src\main.c")!.Descriptor.MandatoryLabel!.Sid);
            Assert.All(scene.Plan(Scene.OnVolumes).Steps.Where(s => s.IsKept),
                s => Assert.EndsWith("(is there)", s.Describe(), StringComparison.Ordinal));
        }

        while (runs.TryPop(out var run)) run.Undo();
        Assert.Equal(before, scene.Machine.Snapshot(), StringComparer.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_root_keeps_the_label_that_it_has_where_the_system_could_not_be_asked(bool isBare)
    {
        var scene = new Scene { LetsLowerIn = isBare };
        scene.Run().Die();
        var plan = WindowsPlanner.For(Scene.Policy,
            MachineFacts.Of(scene.Machine, Scene.Policy, "s2") with { LetsLowerIn = null });
        var label = Assert.Single(plan.Steps.OfType<WindowsStep.LabelRoot>());
        Assert.Equal((FenceLevel.RootLabel(!isBare, isContainer: true), true), (label.Label, label.IsThere));
        var fresh = WindowsPlanner.For(Scene.Policy,
            MachineFacts.Of(new Scene().Machine, Scene.Policy, "s2") with { LetsLowerIn = null });
        Assert.Equal(FenceLevel.Sid, Assert.Single(fresh.Steps.OfType<WindowsStep.LabelRoot>()).Label.Sid);
    }

    /// <summary>
    /// A rename keeps the descriptor: what the user moves out stays as open to commands of that root as under today's
    /// label, and no more.
    /// </summary>
    [Theory]
    [InlineData(@"src\main.c")]
    [InlineData(@"src")]
    public void What_the_user_moves_out_of_a_root_is_open_to_commands_as_under_the_fences_own_level(string name)
    {
        uint[] today = [.. Moved(isBare: false)], bare = [.. Moved(isBare: true)];
        Assert.NotEmpty(today);
        Assert.Equal(today, bare);

        IEnumerable<uint> Moved(bool isBare)
        {
            var scene = new Scene { LetsLowerIn = isBare };
            using var fence = scene.Run();
            const string To = @"C:\Users\me\Documents\moved";
            Assert.Equal(NtStatus.Success,
                scene.Machine.Open(FreshWindows11.User, $@"{Ws}\{name}", AccessMask.Delete, out var file));
            using (file) Assert.Equal(NtStatus.Success, scene.Machine.Rename(FreshWindows11.User, file!, To));
            for (var bit = 1u; bit < 1u << 20; bit <<= 1)
            {
                if (scene.Machine.Open(fence.Target, To, bit, out var handle) != NtStatus.Success) continue;
                handle!.Dispose();
                yield return bit;
            }
        }
    }

    /// <summary>A command's own file too: what it made has an inherited label, which the walk replaces.</summary>
    [Theory]
    [MemberData(nameof(Rules))]
    public void What_the_user_moves_into_a_kept_folder_is_closed_from_the_next_start_on(LowerLabel rule)
    {
        var scene = Bare(rule, hasVolumes: false);
        var first = scene.Run();
        Assert.Equal(NtStatus.Success,
            scene.Machine.Create(first.Target, Ws + @"\made", SecurableType.File, out var made));
        made!.Dispose();
        first.Die();
        foreach (var (from, to, right) in ((string, string, FileRights)[])
            [(Ws + @"\made", Ws + @"\.git\hooks\pre-commit", FileRights.WriteData),
                (Ws + @"\src\main.c", @"C:\Users\me\.ssh\key.pem", FileRights.ReadData)])
        {
            Assert.Equal(NtStatus.Success,
                scene.Machine.Open(FreshWindows11.User, from, AccessMask.Delete, out var file));
            using (file) Assert.Equal(NtStatus.Success, scene.Machine.Rename(FreshWindows11.User, file!, to));
            // the control: it came open
            Assert.Equal(NtStatus.Success, scene.Machine.Open(first.Target, to, (uint)right, out var open));
            open!.Dispose();
        }

        using var second = scene.Run(session: "s2");
        Assert.Equal(NtStatus.AccessDenied,
            scene.Machine.Open(second.Target, Ws + @"\.git\hooks\pre-commit", FileRights.WriteData, out _));
        Assert.Equal(NtStatus.AccessDenied,
            scene.Machine.Open(second.Target, @"C:\Users\me\.ssh\key.pem", FileRights.ReadData, out _));
    }

    /// <summary>It is not taken for one that its level keeps, nor for a folder of low level.</summary>
    [Fact]
    public void A_folder_that_Everyone_may_write_is_open_where_its_label_has_no_policy()
    {
        var scene = new Scene { LetsLowerIn = true };
        var open = scene.Machine.Find(@"C:\open")!;
        var target = scene.Run().Target;
        Assert.True(Find().IsKept);
        open.Descriptor = OwnEntries.WithLabel(open.Descriptor,
            FenceLevel.Label(WellKnownSids.Medium, LabelPolicy.None, isContainer: true));
        Assert.False(Find().IsKept);
        Assert.Contains("setintegritylevel", Find().Fix, StringComparison.Ordinal);
        Assert.Equal(NtStatus.Success, NtMachine.Open(target, open, DirectoryRights.DeleteChild));

        OpenFolder Find() => Assert.Single(OpenFolder.Find(target,
            [new(WindowsPath.Parse(@"C:\open"), PathKind.Directory, FreshWindows11.Serial, 1, open.Descriptor)]));
    }

    private static Scene Bare(LowerLabel rule, bool hasVolumes = true)
    {
        var scene = new Scene(hasVolumes: hasVolumes) { LetsLowerIn = true };
        scene.Machine.LowerLabel = rule;
        return scene;
    }

    /// <summary>Rights to what was there before; what the fence makes is its own.</summary>
    private static string[] Gained(Token token)
    {
        var scene = Bare(LowerLabel.Inherited);
        var names = scene.Machine.Objects().Select(o => o.Name).ToHashSet(StringComparer.Ordinal);
        var before = Rights().ToHashSet(StringComparer.Ordinal);
        using var fence = scene.Run();
        return [.. Rights()
            .Where(r => !before.Contains(r) && names.Contains(r[..r.LastIndexOf(": ", StringComparison.Ordinal)]))];

        List<string> Rights() =>
        [
            .. scene.Machine.Objects().SelectMany(
                o => Enumerable.Range(0, 20).Select(b => 1u << b).Where(bit => o.Object.Type.Mapping.All.Contains(bit))
                .Where(bit => NtMachine.Open(token, o.Object, bit) == NtStatus.Success)
                .Select(bit => $"{o.Name}: {o.Object.Type.Describe(bit)}")),
        ];
    }
}
