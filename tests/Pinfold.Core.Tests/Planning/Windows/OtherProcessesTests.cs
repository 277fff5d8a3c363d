using System.Collections.Immutable;
using Pinfold.Core.WindowsModel;
using Pinfold.Core.WindowsModel.Access;
using Pinfold.Core.WindowsModel.Machine;
using Xunit;

namespace Pinfold.Core.Tests.Planning.Windows;

/// <summary>
/// Object by object, right by right, each way between as many sessions as there are pairs of keys; and from a session
/// to the user's programs.
/// </summary>
public sealed class OtherProcessesTests
{
    private const int Sessions = 6;

    private static readonly string[] Writing =
    [
        "process: CreateThread", "process: VmOperation", "process: VmWrite",
        "process: DuplicateHandle", "process: CreateProcess",
        "process: SetQuota", "process: SetInformation",
        "process: SuspendResume", "process: DELETE", "process: WRITE_DAC",
        "process: WRITE_OWNER", "thread: Terminate", "thread: SuspendResume",
        "thread: SetContext", "thread: SetInformation",
        "thread: WRITE_DAC", "thread: WRITE_OWNER", "token: AdjustPrivileges",
        "token: AdjustGroups", "token: AdjustDefault",
        "token: WRITE_DAC", "token: WRITE_OWNER",
    ];

    /// <summary>
    /// What a session's command has, what a program has that it started, and what it makes by name with its default
    /// DACL.
    /// </summary>
    [Theory]
    [InlineData("process", 2)]
    [InlineData("thread", 2)]
    [InlineData("token", 2)]
    [InlineData("section", 1)]
    [InlineData("event", 1)]
    [InlineData("pipe", 1)]
    [InlineData("desktop", 1)]
    public void No_session_opens_an_object_of_another_for_any_right(string kind, int each)
    {
        var sessions = Made(out var scene);
        var asked = 0;
        foreach (var (owner, session) in sessions)
        {
            var own = ObjectsOf(scene, owner, kind);
            Assert.Equal(each, own.Length);
            foreach (var item in own)
            {
                // What would be opened if nothing kept it: for itself, and for the user's programs.
                foreach (var bit in Bits(item))
                {
                    if (kind != "desktop") Assert.Equal(NtStatus.Success, NtMachine.Open(session.Target, item, bit));
                    Assert.Equal(NtStatus.Success, NtMachine.Open(FreshWindows11.User, item, bit));
                    foreach (var (name, other) in sessions.Where(s => s.Key != owner))
                    {
                        Assert.True(
                            NtMachine.Open(other.Target, item, bit) == NtStatus.AccessDenied,
                            $"{name} opens {item.Name ?? kind} of {owner}: {item.Type.Describe(bit)}");
                        asked++;
                    }
                }
            }
        }

        Assert.True(asked >= Sessions * (Sessions - 1) * each * 4, $"{asked}");
    }

    /// <summary>The window's own rights are enough for a desktop's own session: it changes no descriptor.</summary>
    [Fact]
    public void A_session_opens_its_own_desktop_for_all_that_programs_do_there()
    {
        foreach (var (name, session) in Made(out var scene))
        {
            var desktop = Assert.Single(ObjectsOf(scene, name, "desktop"));
            Assert.Equal(NtStatus.Success,
                NtMachine.Open(session.Target, desktop, AccessMask.GenericRead | AccessMask.GenericWrite));
        }
    }

    /// <summary>
    /// Program by program, object by object. A program of low level is no higher than the command, so that the
    /// restricting SIDs alone keep it, and these are asked of writes only: what is open there is a gap by name
    /// (docs/security/windows.md).
    /// </summary>
    [Theory]
    [InlineData("explorer.exe")]
    [InlineData("renderer.exe")]
    [InlineData("other.exe")]
    public void What_is_open_of_other_programs_is_approved_and_no_way_to_write_in_them(string program)
    {
        var fenced = Fenced.ByPlan();
        var open = Opened(fenced, program);
        Assert.Empty(open.Intersect(Writing, StringComparer.Ordinal));
        Approved.Verify(open.Length == 0 ? "nothing" : string.Join('\n', open), program);
        if (program == "other.exe") return;
        var control = Opened(Fenced.ByNothing(), program);
        Assert.Empty(Writing.Except(control, StringComparer.Ordinal));
        Assert.Equal(
            fenced.Machine.Processes.Single(p => p.Name == program).Objects.Sum(o => Bits(o).Count()), control.Length);
    }

    [Theory]
    [InlineData("explorer.exe")]
    [InlineData("renderer.exe")]
    public void The_elevated_mode_opens_no_program_of_the_user(string program) =>
        Assert.Empty(Opened(Fenced.ByAccount(), program));

    private static string[] Opened(Fenced fenced, string program) =>
    [
        .. fenced.Machine.Processes.Single(p => p.Name == program).Objects
            .SelectMany(o => Bits(o).Where(bit => NtMachine.Open(fenced.Target, o, bit) == NtStatus.Success)
                .Select(bit => $"{o.Type}: {o.Type.Describe(bit)}")),
    ];

    private static ImmutableSortedDictionary<string, SimulatedBackend> Made(out Scene scene)
    {
        scene = new Scene();
        var sessions = ImmutableSortedDictionary.CreateBuilder<string, SimulatedBackend>(StringComparer.Ordinal);
        for (var i = 1; i <= Sessions; i++)
        {
            scene.Host.Folder($@"C:\Users\me\src\root {i}");
            var session = scene.Run(
                Scene.Policy with { Write = [Samples.Rule($"/C:/Users/me/src/root {i}")] }, $"s{i}");
            Fenced.Objects(scene, session.Target, $"s{i}");
            session.Start($"s{i} child");
            sessions[$"s{i}"] = session;
        }

        return sessions.ToImmutable();
    }

    private static NtObject[] ObjectsOf(Scene scene, string session, string kind) =>
    [
        .. scene.Machine.Objects()
            .Where(o => o.Object.Type.Name == kind && !o.Name.Contains("default-", StringComparison.Ordinal))
            .Where(o => o.Name.EndsWith('-' + session, StringComparison.Ordinal)
                || o.Name.StartsWith(session + " ", StringComparison.Ordinal))
            .Select(o => o.Object),
    ];

    private static IEnumerable<AccessMask> Bits(NtObject item)
    {
        for (var bit = 1u; bit != 0 && bit <= item.Type.Mapping.All.Value; bit <<= 1)
            if (item.Type.Mapping.All.Contains(bit)) yield return bit;
    }
}
