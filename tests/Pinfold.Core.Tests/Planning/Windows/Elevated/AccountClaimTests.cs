using Pinfold.Core.Paths;
using Pinfold.Core.Planning.Windows;
using Pinfold.Core.WindowsModel;
using Pinfold.Core.WindowsModel.Access;
using Pinfold.Core.WindowsModel.Machine;
using Pinfold.Core.WindowsModel.Rights;
using Xunit;

namespace Pinfold.Core.Tests.Planning.Windows.Elevated;

/// <summary>
/// The elevated plan on the simulated machine, attacked from inside; the same attempts succeed without a fence
/// (FenceClaimTests).
/// </summary>
public sealed class AccountClaimTests
{
    public static TheoryData<string> Names => [.. Claims.All.Keys];

    /// <summary>
    /// Where the approved text is not "nothing", there is a gap with a name: docs/security/windows.md.
    /// </summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void A_claim_holds_but_for_what_is_approved(string name)
    {
        string[] broken = [.. Claims.All[name](Fenced.ByAccount())];
        Approved.Verify(broken.Length == 0 ? "nothing" : string.Join('\n', broken),
            name.Replace(' ', '-').Replace("'", "", StringComparison.Ordinal));
    }

    /// <summary>
    /// Why roots have their label in this mode too, though the user's own objects grant the account nothing (decision
    /// 12).
    /// </summary>
    [Fact]
    public void What_breaks_with_commands_of_level_medium_and_roots_without_a_label_is_approved()
    {
        var lines = new List<string>();
        foreach (var (name, attempts) in Claims.All)
        {
            string[] more = [.. attempts(Fenced.ByAccount(isAtMedium: true))
                .Except(attempts(Fenced.ByAccount()), StringComparer.Ordinal)];
            lines.AddRange(more.Select(line => $"{name}: {line}"));
        }

        Approved.Verify(string.Join('\n', lines), "at-medium");
    }

    [Fact]
    public void Nothing_of_the_profile_is_read_but_roots_and_what_is_granted()
    {
        var fenced = Fenced.ByAccount();
        var read = fenced.Machine.Objects()
            .Where(o => o.Name.StartsWith(Fenced.Nt(@"C:\Users\me"), StringComparison.Ordinal) && !fenced.IsOwn(o.Name))
            .Where(o => NtMachine.Open(fenced.Target, o.Object, FileRights.ReadData) == NtStatus.Success)
            .Select(o => o.Name);
        // the policy's read rule names it
        Assert.Equal([Fenced.Nt(@"C:\Users\me\.ssh\known_hosts")], read, StringComparer.Ordinal);
        // the control
        Assert.Equal(NtStatus.Success,
            fenced.Machine.Open(fenced.Target, Scene.Workspace + @"\src\main.c", AccessMask.GenericRead, out _));
    }

    [Fact]
    public void What_a_command_makes_is_the_users_to_read_write_move_and_delete()
    {
        foreach (var root in (string[])[Scene.Workspace, @"C:\shared\ws"])
        {
            var scene = new Scene();
            scene.Host.Folder(@"C:\shared\ws").Descriptor = SecurityDescriptor.Parse(
                $"O:{FreshWindows11.Me}G:{FreshWindows11.Me}D:(A;OICI;FA;;;SY)(A;OICI;0x1301bf;;;AU)");
            var policy = Scene.Policy with { Write = [Samples.Rule(WindowsPath.Parse(root).Value)] };
            using var session = Accounts.Run(scene, policy, "s1");
            foreach (var type in (SecurableType[])[SecurableType.Directory, SecurableType.File])
            {
                Assert.Equal(NtStatus.Success,
                    scene.Machine.Create(session.Target, $@"{root}\made {type}", type, out var made));
                using (made) Assert.Equal(Networks.Offline.Sid, made!.Target.Descriptor.Owner);
                Assert.Equal(NtStatus.Success, scene.Machine.Open(FreshWindows11.User, $@"{root}\made {type}",
                    SecurableType.File.Mapping.All, out var mine));
                using (mine)
                    Assert.Equal(NtStatus.Success,
                        scene.Machine.Rename(FreshWindows11.User, mine!, $@"{root}\renamed"));
                Assert.Equal(NtStatus.Success,
                    scene.Machine.Open(FreshWindows11.User, $@"{root}\renamed", AccessMask.Delete, out mine));
                using (mine) Assert.Equal(NtStatus.Success, NtMachine.Delete(mine!));
            }
        }
    }

    [Fact]
    public void A_command_works_in_its_root_and_temporary_folder()
    {
        var scene = new Scene();
        using var session = Accounts.Run(scene, Scene.Policy, "s1");
        foreach (var file in (string[])[@"\.git\index", @"\.git\HEAD",
            @"\.git\refs\heads\main", @"\.git\logs\HEAD", @"\src\main.c"])
        {
            Assert.Equal(NtStatus.Success, scene.Machine.Open(session.Target, Scene.Workspace + file,
                AccessMask.GenericRead | AccessMask.GenericWrite | AccessMask.Delete, out var handle));
            handle!.Dispose();
        }

        Assert.Equal(NtStatus.Success, scene.Machine.Create(session.Target,
            @"C:\Users\me\AppData\Local\Temp\pinfold-s1\x", SecurableType.File, out _));
        foreach (var above in (string[])[@"C:\Users\me", @"C:\Users\me\src",
            @"C:\Users\me\AppData", @"C:\Users\me\AppData\Local", @"C:\Users\me\AppData\Local\Temp"])
        {
            Assert.Equal(NtStatus.Success, scene.Machine.Open(session.Target, above, FileRights.ReadAttributes, out _));
            Assert.Equal(NtStatus.AccessDenied, scene.Machine.Open(session.Target, above, DirectoryRights.List, out _));
        }
    }

    [Fact]
    public void Tools_of_the_profile_can_be_read_and_run_and_not_changed_when_they_are_named()
    {
        var scene = new Scene();
        scene.Host.File(@"C:\Users\me\bin\tool.exe");
        scene.Host.File(@"C:\Users\me\bin\more\lib.dll");
        scene.Host.Folder(@"C:\Users\me\src\other");
        using var session = Accounts.Run(scene, Scene.Policy, "s1", CanonicalPath.Parse("/C:/Users/me/bin"));
        foreach (var file in (string[])[@"C:\Users\me\bin\tool.exe", @"C:\Users\me\bin\more\lib.dll"])
        {
            Assert.Equal(NtStatus.Success,
                scene.Machine.Open(session.Target, file, AccessMask.GenericRead | AccessMask.GenericExecute, out _));
            foreach (var right in (AccessMask[])[FileRights.WriteData,
                FileRights.WriteAttributes, AccessMask.Delete, AccessMask.WriteDac])
                Assert.Equal(NtStatus.AccessDenied, scene.Machine.Open(session.Target, file, right, out _));
        }

        using var without = Accounts.Run(scene,
            Scene.Policy with { Write = [Samples.Rule("/C:/Users/me/src/other")] }, "s2");
        Assert.Equal(NtStatus.AccessDenied,
            scene.Machine.Open(without.Target, @"C:\Users\me\bin\tool.exe", AccessMask.GenericRead, out _));
    }

    [Fact]
    public void Undo_gives_back_every_descriptor_and_a_second_start_writes_none()
    {
        var scene = new Scene();
        var before = scene.Machine.Snapshot();
        var first = Accounts.Run(scene, Scene.Policy, "s1");
        first.Die();
        Assert.All(Accounts.Plan(scene, session: "s3").Steps.Where(s => s.IsKept),
            s => Assert.EndsWith("(is there)", s.Describe(), StringComparison.Ordinal));
        first.Undo();
        Assert.Equal(before, scene.Machine.Snapshot(), StringComparer.Ordinal);
    }

    /// <summary>
    /// One entry for a root serves both modes, so that going from one to the other writes nothing to the tree.
    /// </summary>
    [Fact]
    public void The_roots_entry_and_label_are_those_of_the_unelevated_fence()
    {
        var scene = new Scene();
        var unelevated = scene.Plan().Steps.Where(
            s => s is WindowsStep.GrantRoot or WindowsStep.LabelRoot or WindowsStep.DenyName or WindowsStep.LabelName);
        Assert.All(unelevated, s => Assert.Contains(s, Accounts.Plan(scene).Steps));
    }

    [Fact]
    public void Nobody_else_gains_by_the_entries()
    {
        var scene = new Scene();
        foreach (var other in (Token[])[FreshWindows11.OtherUser, FreshWindows11.LowUser])
        {
            var before = Rights(scene.Machine, other);
            // what the fence makes is its own
            var names = scene.Machine.Objects().Select(o => o.Name).ToHashSet(StringComparer.Ordinal);
            using var session = Accounts.Run(scene, Scene.Policy, "s1");
            Assert.DoesNotContain(Rights(scene.Machine, other).Except(before, StringComparer.Ordinal),
                r => names.Contains(r[..r.LastIndexOf(' ')]));
            session.Undo();
        }
    }

    private static string[] Rights(NtMachine machine, Token token) =>
    [
        .. machine.Objects().Where(o => !o.Name.StartsWith("s1 (", StringComparison.Ordinal))
            .SelectMany(o => Enumerable.Range(0, 20).Select(b => 1u << b)
                .Where(bit => AccessCheck.Check(token, o.Object.Descriptor, bit, o.Object.Type.Mapping).IsGranted)
                .Select(bit => $"{o.Name} {bit:x}")),
    ];
}
