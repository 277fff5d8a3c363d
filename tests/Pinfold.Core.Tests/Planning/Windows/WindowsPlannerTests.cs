using System.Collections.Immutable;
using Pinfold.Core.Enforcement;
using Pinfold.Core.Paths;
using Pinfold.Core.Planning;
using Pinfold.Core.Planning.Windows;
using Pinfold.Core.Policy;
using Pinfold.Core.WindowsModel;
using Pinfold.Core.WindowsModel.Access;
using Pinfold.Core.WindowsModel.Machine;
using Xunit;
using static Pinfold.Core.Tests.Samples;

namespace Pinfold.Core.Tests.Planning.Windows;

public sealed class WindowsPlannerTests
{
    private static readonly WindowsHostFacts Fresh = MachineFacts.Of(new Scene().Machine, Scene.Policy, "s1");

    private static readonly ImmutableSortedDictionary<string, (SandboxPolicy Policy, WindowsHostFacts Host)> Cases =
        new Dictionary<string, (SandboxPolicy, WindowsHostFacts)>(StringComparer.Ordinal)
        {
            ["fresh"] = (Scene.Policy, Fresh),
            ["read-only"] = (Scene.Policy with { Profile = Profile.ReadOnly }, Fresh),
            ["full-access"] = (Scene.Policy with { Profile = Profile.FullAccess }, Fresh),
            ["online"] = (Scene.Policy with { Network = NetworkMode.Online }, Fresh),
            ["other-case"] = (Scene.Policy with
                { Write = [Rule("/C:/USERS/Me/SRC/App")], DenyRead = [Rule("/C:/users/ME/.SSH", BuiltIn)] },
                Fresh),
            ["fat"] = (Scene.Policy,
                Fresh with { Volumes = [.. Fresh.Volumes, new(Path("/E:"), 7, "exFAT", HasAcls: false)] }),
            ["root-on-fat"] = (Scene.Policy with { Write = [Rule("/E:/ws")] }, Fresh with
            {
                Volumes = [.. Fresh.Volumes, new(Path("/E:"), 7, "FAT32", HasAcls: false)],
                Paths = [.. Fresh.Paths, new(Path("/E:/ws"), PathKind.Directory, 7, 5, null)],
            }),
            ["root-is-a-link"] = (Scene.Policy with { Write = [Rule("/C:/Users/me/link")] },
                Fresh with
                {
                    Paths = [.. Fresh.Paths,
                        new(Path("/C:/Users/me/link"), PathKind.Symlink, FreshWindows11.Serial, 99, null)]
                }),
            ["root-is-missing"] = (Scene.Policy with { Write = [.. Scene.Policy.Write, Rule("/C:/gone")] }, Fresh),
            ["root-of-the-system"] = (Scene.Policy with { Write = [Rule("/C:/Windows")] },
                Fresh with
                {
                    Paths = [.. Fresh.Paths, new(Path("/C:/Windows"), PathKind.Directory, FreshWindows11.Serial, 98,
                        SecurityDescriptor.Parse("O:SYG:SYD:(A;;FA;;;SY)(A;;FR;;;BU)"))]
                }),
            ["name-of-the-system"] = (Scene.Policy, Fresh with
            {
                Paths = [.. Fresh.Paths.Select(p => p.Path.Name == ".vscode"
                    ? p with { Descriptor = SecurityDescriptor.Parse("O:SYG:SYD:(A;;FA;;;SY)(A;;FR;;;BU)") }
                    : p)],
            }),
            ["secret-is-a-link"] = (Scene.Policy, Fresh with
            {
                Paths =
                    [.. Fresh.Paths, new(Path("/C:/Users/me/.aws"), PathKind.Symlink, FreshWindows11.Serial, 97, null)]
            }),
            ["secrets-by-pattern"] = (
                Scene.Policy with { DenyRead = [Pattern("/C:/Users/me/src/app/**/.env")] }, Fresh),
            ["tokens-are-not-restricted"] = (Scene.Policy,
                Fresh with { TokenGaps = ["the token has no restricting SIDs"] }),
            ["label-without-policy"] = (Scene.Policy, Fresh with { LetsLowerIn = true }),
            ["below-medium"] = (Scene.Policy, Fresh with { Token = FreshWindows11.LowUser }),
            ["git-worktree"] = (Scene.Policy with { Write = [Rule("/C:/Users/me/wt")] }, Fresh with
            {
                GitDirectories = [new(Path("/C:/Users/me/main/.git/worktrees/wt"), Path("/C:/Users/me/main/.git"),
                    Path("/C:/Users/me/wt/.git"), Verified: true)],
                GitProtected = [Path("/C:/Users/me/wt/.git"), Path("/C:/Users/me/main/.git/config"),
                    Path("/C:/Users/me/main/.git/worktrees/wt/gitdir")],
                Paths =
                [
                    .. Fresh.Paths, Own("/C:/Users/me/wt", 201),
                    Own("/C:/Users/me/wt/.git", 202, PathKind.File), Own("/C:/Users/me/main/.git", 203),
                    Own("/C:/Users/me/main/.git/config", 204, PathKind.File),
                    Own("/C:/Users/me/main/.git/worktrees", 205),
                    Own("/C:/Users/me/main/.git/worktrees/wt", 206),
                    Own("/C:/Users/me/main/.git/worktrees/wt/gitdir", 207, PathKind.File),
                ],
            }),
            ["git-worktree-forged"] = (Scene.Policy with { Write = [Rule("/C:/Users/me/wt")] }, Fresh with
            {
                GitDirectories = [new(Path("/C:/Users/me/main/.git/worktrees/wt"), Path("/C:/Users/me/main/.git"),
                    Path("/C:/Users/me/wt/.git"), Verified: false)],
                GitProtected = [Path("/C:/Users/me/wt/.git")],
                Paths = [.. Fresh.Paths, Own("/C:/Users/me/wt", 201),
                    Own("/C:/Users/me/wt/.git", 202, PathKind.File), Own("/C:/Users/me/main/.git", 203)],
            }),
            ["nested-roots"] = (Scene.Policy with { Write = [Rule("/C:/Users/me/src"), .. Scene.Policy.Write] },
                MachineFacts.Of(new Scene().Machine,
                    Scene.Policy with { Write = [Rule("/C:/Users/me/src"), .. Scene.Policy.Write] }, "s1")),
        }.ToImmutableSortedDictionary(StringComparer.Ordinal);

    private static WindowsPathFacts Own(string path, uint id, PathKind kind = PathKind.Directory) =>
        new(Path(path), kind, FreshWindows11.Serial, id,
            SecurityDescriptor.Parse($"O:{FreshWindows11.Me}G:{FreshWindows11.Me}D:AI(A;OICIID;FA;;;SY)(A;OICIID;FA;;;{FreshWindows11.Me})"));

    public static TheoryData<string> Names => [.. Cases.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Each_host_has_its_approved_plan(string name) =>
        Approved.Verify(WindowsPlanner.For(Cases[name].Policy, Cases[name].Host).ToString(), name);

    [Fact]
    public void Where_volumes_may_be_missing_from_the_facts_writes_are_kept_in_part_and_the_report_says_why()
    {
        var plan = WindowsPlanner.For(Scene.Policy,
            Fresh with { VolumeGaps = ["volumes in folders cannot be listed"] });
        var writes = plan.Expected.Controls.Single(c => c.Control == Control.Writes);
        Assert.Equal(EnforcementStatus.Partial, writes.Status);
        Assert.Contains("volumes in folders cannot be listed", writes.Reason, StringComparison.Ordinal);
        Assert.True(plan.Remedies.ContainsKey(Control.Writes));
    }

    [Fact]
    public void The_same_in_another_case_is_the_same_plan() => Assert.Equal(
        WindowsPlanner.For(Scene.Policy with { DenyRead = [Rule("/C:/Users/me/.ssh", BuiltIn)] }, Fresh).ToString(),
        WindowsPlanner.For(Cases["other-case"].Policy with { DenyRead = [Rule("/C:/users/ME/.SSH", BuiltIn)] }, Fresh)
            .ToString());

    [Theory]
    [MemberData(nameof(Names))]
    public void A_plan_reports_every_control_once(string name)
    {
        var plan = WindowsPlanner.For(Cases[name].Policy, Cases[name].Host);
        Assert.Equal(Enum.GetValues<Control>(), plan.Expected.Controls.Select(c => c.Control));
        Assert.All(plan.Expected.Controls, c => Assert.NotEmpty(c.Reason));
        Assert.All(plan.Expected.Gaps([]),
            c => Assert.True(plan.Remedies.ContainsKey(c.Control) || c.Control == Control.Temp, c.Control.ToString()));
    }

    /// <summary>A claim rests on a step: without it there is none.</summary>
    [Fact]
    public void Nothing_is_claimed_below_medium() => Assert.All(
        WindowsPlanner.For(Scene.Policy, Fresh with { Token = FreshWindows11.LowUser })
            .Expected.Controls.Where(c => c.Control is Control.Writes or Control.Handoffs or Control.Secrets),
        c => Assert.Equal(EnforcementStatus.NotEnforced, c.Status));

    [Fact]
    public void Every_step_says_how_it_is_taken_back_and_never_changes() =>
        Assert.All(typeof(WindowsStep).GetNestedTypes().Where(t => t.IsSubclassOf(typeof(WindowsStep))), type =>
        {
            Assert.True(type.IsSealed);
            Assert.NotEmpty(
                ((WindowsStep)System.Runtime.CompilerServices.RuntimeHelpers.GetUninitializedObject(type)).Undo);
            Assert.All(type.GetProperties(),
                p => Assert.True(p.SetMethod is null || p.SetMethod.ReturnParameter.GetRequiredCustomModifiers()
                    .Contains(typeof(System.Runtime.CompilerServices.IsExternalInit)),
                    p.Name));
        });

    [Fact]
    public void The_job_is_made_first_and_the_token_last_but_for_what_is_passed()
    {
        var steps = WindowsPlanner.For(Scene.Policy, Fresh).Steps;
        Assert.IsType<WindowsStep.CreateJob>(steps[0]);
        Assert.IsType<WindowsStep.CreateToken>(steps[^3]);
        Assert.True(steps.OfType<WindowsStep.CreateJob>().Single().Limits.HasFlag(JobLimits.KillOnJobClose));
    }

    [Fact]
    public void The_token_has_neither_the_users_SID_nor_more_privileges_than_one()
    {
        var token = WindowsPlanner.For(Scene.Policy, Fresh)
            .Steps.OfType<WindowsStep.CreateToken>().Single().Apply(FreshWindows11.User);
        Assert.DoesNotContain(FreshWindows11.Me, token.RestrictingSids);
        Assert.Equal(Privileges.ChangeNotify, token.Privileges);
        Assert.Equal(FenceLevel.Sid, token.IntegrityLevel);
        Assert.True(token.IsWriteRestricted);
        Assert.InRange(token.IntegrityLevel.SubAuthorities[0], 0x1001u, 0x1FFFu);
    }

    [Fact]
    public void The_roots_entry_cannot_delete_children_or_change_descriptors()
    {
        Assert.False(RootRights.Granted.Overlaps(0x40 | AccessMask.WriteDac | AccessMask.WriteOwner));
        Assert.False(RootRights.Denied.Overlaps(AccessMask.ReadControl | AccessMask.Synchronize));
    }

    [Fact]
    public void Json_says_what_the_text_says()
    {
        var plan = WindowsPlanner.For(Scene.Policy, Fresh);
        var json = WindowsPlanJson.ToJson(plan);
        Assert.Equal(plan.Steps.Select(s => s.Describe()),
            json["steps"]!.AsArray().Select(s => s!["text"]!.GetValue<string>()), StringComparer.Ordinal);
        Approved.Verify(json.ToJsonString(new()
            { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }),
            "json");
    }

    [Fact]
    public void Folders_that_Everyone_may_write_are_found()
    {
        var scene = new Scene();
        var target = scene.Plan().Steps.OfType<WindowsStep.CreateToken>().Single().Apply(FreshWindows11.User);
        scene.Host.File(@"C:\tools\logon.txt", $"O:BAG:SYD:(A;;FA;;;{FreshWindows11.Logon})");
        scene.Host.File(@"C:\tools\both.txt",
            $"O:BAG:SYD:AI(A;;FW;;;{FreshWindows11.Logon})(A;;FW;;;BU)(A;ID;FA;;;WD)");
        scene.Host.File(@"C:\tools\no-list.txt", "O:BAG:SYD:NO_ACCESS_CONTROL");
        scene.Host.File(@"C:\tools\low.txt", "O:BAG:SYD:(A;;FA;;;WD)S:(ML;;NW;;;LW)");
        scene.Host.Folder(@"C:\tools\low", "O:BAG:SYD:(A;;FA;;;WD)S:(ML;;NW;;;LW)");
        var items = scene.Machine.Objects().Where(o => o.Name.StartsWith(@"\Device\HarddiskVolume3\",
            StringComparison.Ordinal) && o.Object.LinkTarget is null)
            .Select(o => new WindowsPathFacts(CanonicalPath.Parse("/C:/" + o.Name[24..].Replace('\\', '/')),
                o.Object.IsContainer ? PathKind.Directory : PathKind.File, 0, 0, o.Object.Descriptor));
        Approved.Verify(
            string.Join('\n', OpenFolder.Find(target, items).Select(f => $"{f}\n  {f.Fix}")), "open-folders");
    }
}
