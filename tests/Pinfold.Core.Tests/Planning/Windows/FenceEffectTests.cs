using System.Globalization;
using Pinfold.Core.Planning.Windows;
using Pinfold.Core.WindowsModel;
using Pinfold.Core.WindowsModel.Access;
using Pinfold.Core.WindowsModel.Machine;
using Pinfold.Core.WindowsModel.Rights;
using Xunit;

namespace Pinfold.Core.Tests.Planning.Windows;

/// <summary>What the plan leaves possible, to whom, and what is left of it.</summary>
public sealed class FenceEffectTests
{
    private const string Ws = Scene.Workspace;

    [Fact]
    public void A_commit_works()
    {
        var scene = new Scene();
        using var fence = scene.Run();
        foreach (var (file, lockFile) in ((string, string)[])[(@".git\index", @".git\index.lock"),
            (@".git\HEAD", @".git\HEAD.lock"), (@".git\refs\heads\main", @".git\refs\heads\main.lock")])
        {
            Assert.Equal(NtStatus.Success,
                scene.Machine.Create(fence.Target, $@"{Ws}\{lockFile}", SecurableType.File, out var handle));
            using (handle)
            {
                Assert.Equal(NtStatus.Success, NtMachine.Write(handle!, "new " + file));
                Assert.Equal(NtStatus.Success, scene.Machine.Rename(fence.Target, handle!, $@"{Ws}\{file}"));
            }

            Assert.Equal("new " + file, scene.Machine.Find($@"{Ws}\{file}")!.Content);
        }

        Assert.Equal(NtStatus.Success,
            scene.Machine.Create(fence.Target, Ws + @"\.git\objects\cd", SecurableType.Directory, out _));
        Assert.Equal(NtStatus.Success,
            scene.Machine.Create(fence.Target, Ws + @"\.git\objects\cd\tmp", SecurableType.File, out var item));
        Assert.Equal(NtStatus.Success, scene.Machine.Rename(fence.Target, item!, Ws + @"\.git\objects\cd\ef"));
        Assert.Equal(NtStatus.Success, scene.Machine.Open(fence.Target, Ws + @"\.git\logs\HEAD",
            FileRights.AppendData | FileRights.ReadAttributes | AccessMask.Synchronize, out _));
        Assert.Equal(NtStatus.Success,
            scene.Machine.Create(fence.Target, Ws + @"\.git\COMMIT_EDITMSG", SecurableType.File, out _));
    }

    [Fact]
    public void Work_in_the_root_works()
    {
        var scene = new Scene();
        using var fence = scene.Run();
        foreach (var path in (string[])[@"src\main.c", "Makefile", @".git\objects\ab\cd"])
        {
            Assert.Equal(NtStatus.Success, scene.Machine.Open(fence.Target, $@"{Ws}\{path}",
                AccessMask.GenericRead | AccessMask.GenericWrite | AccessMask.Delete, out var handle));
            handle!.Dispose();
        }

        Assert.Equal(NtStatus.Success,
            scene.Machine.Open(fence.Target, Ws + @"\src\main.c", AccessMask.Delete, out var moved));
        Assert.Equal(NtStatus.Success, scene.Machine.Rename(fence.Target, moved!, Ws + @"\main2.c"));
        Assert.Equal(NtStatus.Success, scene.Machine.Link(fence.Target,
            Opened(scene, fence.Target, Ws + @"\Makefile", FileRights.WriteAttributes), Ws + @"\src\Makefile"));
        Assert.Equal(NtStatus.Success, scene.Machine.Create(fence.Target,
            @"C:\Users\me\AppData\Local\Temp\pinfold-s1\x", SecurableType.File, out _));
        Assert.Equal(NtStatus.Success, scene.Machine.Open(fence.Target, @"C:\Program Files\Git\bin\git.exe",
            AccessMask.GenericRead | AccessMask.GenericExecute, out _));
        Assert.Equal(NtStatus.Success,
            scene.Machine.Open(fence.Target, @"C:\Users\me\.gitconfig", AccessMask.GenericRead, out _));
        Assert.Equal(NtStatus.Success,
            scene.Machine.Open(fence.Target, @"C:\Users\me\.ssh\known_hosts", AccessMask.GenericRead, out _));
        Assert.Equal(NtStatus.Success, scene.Machine.Open(fence.Target, @"\\.\NUL", AccessMask.GenericWrite, out _));
        var child = fence.Start("child");
        Assert.All(child.Objects,
            o => Assert.Equal(NtStatus.Success, NtMachine.Open(fence.Target, o, AccessMask.GenericAll)));
        foreach (var station in (string[])["", @"\pinfold-s1"])
            Assert.Equal(NtStatus.Success, scene.Machine.Open(fence.Target, SimulatedBackend.Station + station,
                AccessMask.GenericRead | AccessMask.GenericWrite, out _));
    }

    [Fact]
    public void Nothing_is_left_at_absent_names_when_pinfold_dies()
    {
        var scene = new Scene();
        var fence = scene.Run();
        Assert.All(Claims.Absent, name => Assert.NotNull(scene.Machine.Find($@"{Ws}\{name}")));
        fence.Die();
        Assert.All(Claims.Absent, name => Assert.Null(scene.Machine.Find($@"{Ws}\{name}")));
        Assert.Null(scene.Machine.Find(SimulatedBackend.Station));
        Assert.DoesNotContain(scene.Machine.Processes, p => p.Name == "s1");
        Assert.All(scene.Machine.Objects(), o => Assert.True(
            NtMachine.Open(FreshWindows11.User, o.Object, FileRights.ReadData) != NtStatus.SharingViolation));
    }

    [Fact]
    public void Undo_gives_back_the_machine_byte_for_byte()
    {
        var scene = new Scene();
        var before = scene.Machine.Snapshot();
        var fence = scene.Run();
        Assert.False(string.Equals(before, scene.Machine.Snapshot(), StringComparison.Ordinal));
        fence.Undo();
        Assert.Equal(before, scene.Machine.Snapshot());
    }

    /// <summary>
    /// Made by the user at the top of the drive: it inherits Modify for all who are logged on, and the user owns it. No
    /// WRITE_OWNER.
    /// </summary>
    [Fact]
    public void A_root_at_the_top_of_the_drive_is_fenced_too_and_given_back()
    {
        var scene = new Scene();
        Made(scene, FreshWindows11.User, @"C:\src", SecurableType.Directory);
        Made(scene, FreshWindows11.User, @"C:\src\a.c", SecurableType.File);
        var policy = Scene.Policy with { Workspace = Samples.Path("/C:/src"), Write = [Samples.Rule("/C:/src")] };
        var before = scene.Machine.Snapshot();
        var fence = scene.Run(policy);
        Assert.Equal(NtStatus.Success,
            scene.Machine.Open(fence.Target, @"C:\src\a.c", FileRights.WriteData, out var handle));
        handle!.Dispose();
        Made(scene, fence.Target, @"C:\src\b.c", SecurableType.File);
        foreach (var outside in (string[])[@"C:\new", @"C:\Users\me\src\app\new", @"C:\src\.vscode"])
            Assert.NotEqual(NtStatus.Success, scene.Machine.Create(fence.Target, outside, SecurableType.File, out _));
        Assert.Equal(NtStatus.Success, scene.Machine.Open(fence.Target, @"C:\src\b.c", AccessMask.Delete, out handle));
        using (handle) Assert.Equal(NtStatus.Success, NtMachine.Delete(handle!));
        fence.Undo();
        Assert.Equal(before, scene.Machine.Snapshot(), StringComparer.Ordinal);
    }

    [Fact]
    public void The_second_start_writes_no_descriptor()
    {
        var scene = new Scene();
        scene.Run().Die();
        var before = Descriptors(scene);
        var plan = scene.Plan(session: "s3");
        Assert.All(plan.Steps.Where(s => s.IsKept),
            s => Assert.EndsWith("(is there)", s.Describe(), StringComparison.Ordinal));
        SimulatedBackend.Apply(scene.Machine, FreshWindows11.User, plan, "s3").Die();
        Assert.Equal(before, Descriptors(scene));
    }

    /// <summary>
    /// Those that start from outside of roots; others: <see cref="StartedFromRootTests"/>. FILE_DELETE_CHILD goes where
    /// the fence's level is let in, and with it nothing: each file there still grants DELETE.
    /// </summary>
    [Fact]
    public void The_users_own_programs_lose_nothing_but_FILE_DELETE_CHILD_and_still_delete_every_file()
    {
        var scene = new Scene();
        var (rights, deletable) = (Rights(scene, FreshWindows11.User), Deletable(scene));
        using var fence = scene.Run();
        fence.Die();
        var after = Rights(scene, FreshWindows11.User).ToHashSet(StringComparer.Ordinal);
        string[] lost = [.. rights.Where(r => !after.Contains(r))];
        Assert.All(lost, r => Assert.EndsWith(": DeleteChild", r, StringComparison.Ordinal));
        Assert.All(lost, r => Assert.True(
            r.Contains(@"\src\app", StringComparison.Ordinal) || r.Contains(@"\LocalLow", StringComparison.Ordinal),
            r));
        Assert.Equal(deletable, Deletable(scene));
    }

    [Theory]
    [InlineData("programs of low level")]
    [InlineData("another user")]
    public void Nobody_else_gains_anything(string who)
    {
        var token = who == "another user" ? FreshWindows11.OtherUser : FreshWindows11.LowUser;
        var scene = new Scene();
        var names = scene.Machine.Objects().Select(o => o.Name).ToHashSet(StringComparer.Ordinal);
        var before = Rights(scene, token).ToHashSet(StringComparer.Ordinal);
        Assert.NotEmpty(before);
        using var fence = scene.Run();
        var gained = Rights(scene, token).Where(r => !before.Contains(r)).ToArray();
        Assert.All(gained, r => Assert.DoesNotContain(r[..r.LastIndexOf(": ", StringComparison.Ordinal)], names));
        foreach (var (name, item) in scene.Machine.Objects().Where(o => !names.Contains(o.Name)))
            Assert.All(Claims.Changing(item.Type),
                bit => Assert.True(NtMachine.Open(token, item, bit) != NtStatus.Success, $"{name} {bit:x}"));
    }

    /// <summary>
    /// Each layer of the plan, taken away by itself: what breaks then. A layer without which nothing breaks is the
    /// second one there.
    /// </summary>
    [Fact]
    public void What_each_layer_is_for_is_approved()
    {
        var lines = new List<string>();
        foreach (var layer in (Type[])[typeof(WindowsStep.Pin), typeof(WindowsStep.DenyDeleteChild),
            typeof(WindowsStep.DenyName), typeof(WindowsStep.LabelName), typeof(WindowsStep.Placeholder)])
        {
            var fenced = Fenced.ByPlan(step => step.GetType() != layer);
            var whole = Fenced.ByPlan();
            foreach (var (name, attempts) in Claims.All)
            {
                string[] more = [.. attempts(fenced).Except(attempts(whole), StringComparer.Ordinal)];
                if (more.Length > 0)
                    lines.Add(string.Create(CultureInfo.InvariantCulture, $"without {layer.Name}: {name}: {more[0]}"));
            }
        }

        var plain = new SessionDescriptors(FreshWindows11.Me, CapabilitySid.ForSession(FreshWindows11.Me, "s"));
        foreach (var (what, change) in ((string, Func<WindowsStep.CreateToken, WindowsStep>)[])
            [
                ("keys for deny only", t => t with { DenyOnly = [] }),
                ("the condition", t => t with { DefaultDacl = plain.DefaultDacl, Descriptor = plain.Token }),
                ("the token's own descriptor", t => t with { Descriptor = plain.Token }),
            ])
        {
            var fenced = Fenced.ByPlan(change: step => step is WindowsStep.CreateToken token ? change(token) : step);
            string[] more = [.. Claims.All.SelectMany(c => c.Value(fenced)
                .Except(c.Value(Fenced.ByPlan()), StringComparer.Ordinal).Select(broken => $"{c.Key}: {broken}"))];
            lines.Add(string.Create(CultureInfo.InvariantCulture,
                $"without {what}: {more.Length}, for one {more.FirstOrDefault() ?? "none"}"));
        }

        Approved.Verify(string.Join('\n', lines), "layers");
    }

    private static void Made(Scene scene, Token token, string path, SecurableType type)
    {
        Assert.Equal(NtStatus.Success, scene.Machine.Create(token, path, type, out var handle));
        handle!.Dispose();
    }

    private static NtHandle Opened(Scene scene, Token token, string path, AccessMask desired)
    {
        Assert.Equal(NtStatus.Success, scene.Machine.Open(token, path, desired, out var handle));
        return handle!;
    }

    private static string Descriptors(Scene scene) => string.Join('\n',
        scene.Machine.Objects().Where(o => !o.Name.Contains("pinfold-", StringComparison.Ordinal))
            .Select(o => $"{o.Name} {o.Object.Descriptor.ToSddl()}"));

    private static List<string> Rights(Scene scene, Token token) =>
    [
        .. scene.Machine.Objects().SelectMany(o => Bits(o.Object.Type.Mapping.All.Value)
            .Where(bit => NtMachine.Open(token, o.Object, bit) == NtStatus.Success)
            .Select(bit => $"{o.Name}: {o.Object.Type.Describe(bit)}")),
    ];

    private static List<string> Deletable(Scene scene)
    {
        var found = new List<string>();
        foreach (var (name, item) in scene.Machine.Objects())
        {
            if (!name.StartsWith(@"\Device\HarddiskVolume3\", StringComparison.Ordinal)
                || name.Contains("pinfold-", StringComparison.Ordinal))
                continue;
            if (scene.Machine.Open(FreshWindows11.User, name, AccessMask.Delete, out var handle, followLink: false)
                != NtStatus.Success)
                continue;
            handle!.Dispose();
            found.Add(name);
        }

        return found;
    }

    private static IEnumerable<uint> Bits(uint mask)
    {
        for (var bit = 1u; bit != 0 && bit <= mask; bit <<= 1)
            if ((mask & bit) != 0) yield return bit;
    }
}
