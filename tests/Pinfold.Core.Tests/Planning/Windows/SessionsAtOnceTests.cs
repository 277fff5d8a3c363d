using Pinfold.Core.Enforcement;
using Pinfold.Core.Planning.Windows;
using Pinfold.Core.Policy;
using Pinfold.Core.WindowsModel;
using Pinfold.Core.WindowsModel.Access;
using Pinfold.Core.WindowsModel.Machine;
using Pinfold.Core.WindowsModel.Rights;
using Xunit;

namespace Pinfold.Core.Tests.Planning.Windows;

/// <summary>
/// Two sessions of one user at once: what works within one, what the user keeps, and what stays open by name.
/// </summary>
public sealed class SessionsAtOnceTests
{
    private const string Named = @"\Sessions\1\BaseNamedObjects\";

    private static readonly SandboxPolicy Elsewhere = Scene.Policy with
        { Write = [Samples.Rule("/C:/Users/me/Documents")] };

    [Fact]
    public void Within_a_session_everything_works()
    {
        var scene = new Scene();
        using var beside = scene.Run(Elsewhere, "s2");
        using var fence = scene.Run();
        var (child, sibling) = (fence.Start("child"), fence.Start("sibling"));
        foreach (var process in (NtProcess[])[fence.Command, child, sibling])
            Assert.All(process.Objects,
                o => Assert.Equal(NtStatus.Success, NtMachine.Open(fence.Target, o, AccessMask.GenericAll)));
        foreach (var type in (SecurableType[])[SecurableType.Event, SecurableType.Section])
        {
            Assert.Equal(NtStatus.Success,
                scene.Machine.Create(fence.Target, $"{Named}own {type}", type, out _, WithDefault(fence.Target)));
            Assert.Equal(NtStatus.Success,
                scene.Machine.Open(child.Token, $"{Named}own {type}", AccessMask.GenericAll, out _));
        }

        // CreatePipe: a pipe of the default DACL, that both of its ends are opened of.
        Assert.Equal(NtStatus.Success, scene.Machine.Create(fence.Target, @"\Device\NamedPipe\own",
            SecurableType.NamedPipe, out _, WithDefault(fence.Target)));
        Assert.Equal(NtStatus.Success, scene.Machine.Open(child.Token, @"\Device\NamedPipe\own",
            AccessMask.GenericRead | AccessMask.GenericWrite, out _));
        Assert.Equal(NtStatus.Success, scene.Machine.Open(child.Token, SimulatedBackend.Station + @"\pinfold-s1",
            AccessMask.GenericRead | AccessMask.GenericWrite, out _));
    }

    [Fact]
    public void The_window_station_of_a_logon_lets_each_session_in_and_lasts_as_long_as_any()
    {
        var scene = new Scene();
        var first = scene.Run(Elsewhere, "s2");
        using var second = scene.Run();
        Assert.All((SimulatedBackend[])[first, second], s => Assert.True(Enters(s)));
        Assert.False(Enters(first, @"\pinfold-s1"));
        first.Die();
        Assert.True(Enters(second));
        Assert.True(Enters(second, @"\pinfold-s1"));
        second.Die();
        Assert.Null(scene.Machine.Find(SimulatedBackend.Station));

        bool Enters(SimulatedBackend session, string desktop = "") =>
            scene.Machine.Open(session.Target, SimulatedBackend.Station + desktop,
                AccessMask.GenericRead | AccessMask.GenericWrite, out _) == NtStatus.Success;
    }

    [Fact]
    public void The_users_programs_keep_every_right_to_a_sessions_objects()
    {
        var fenced = Fenced.ByPlan();
        foreach (var (name, item) in fenced.Machine.Objects().Where(
            o => Fenced.IsOfBeside(o.Name) && o.Object.Type.IsProcessLike
                || o.Name.EndsWith("-s2", StringComparison.Ordinal) && o.Object.Type != SecurableType.Directory))
            Assert.True(NtMachine.Open(FreshWindows11.User, item, item.Type.Mapping.All) == NtStatus.Success, name);
    }

    /// <summary>
    /// More sessions than pairs: the one without opens nothing, and is open to the others, as its report says.
    /// </summary>
    [Fact]
    public void A_session_without_a_pair_is_open_to_others_and_opens_none_of_them()
    {
        var scene = new Scene();
        using var beside = scene.Run(Elsewhere, "s2");
        var facts = MachineFacts.Of(scene.Machine, Scene.Policy, "s1") with { Keys = null };
        var plan = WindowsPlanner.For(Scene.Policy, facts);
        using var fence = SimulatedBackend.Apply(scene.Machine, FreshWindows11.User, plan, "s1");
        Assert.All(beside.Command.Objects,
            o => Assert.All(Bits(o), bit => Assert.Equal(NtStatus.AccessDenied, NtMachine.Open(fence.Target, o, bit))));
        Assert.Equal(NtStatus.Success, NtMachine.Open(beside.Target, fence.Command.Process, ProcessRights.VmRead));
    }

    [Fact]
    public void A_report_says_why_a_session_has_no_pair()
    {
        var facts = MachineFacts.Of(new Scene().Machine, Scene.Policy, "s1") with { Keys = null };
        Assert.Contains("6 sessions of yours run already", Reason(facts), StringComparison.Ordinal);
        Assert.Contains("this system does not tell sessions of yours apart",
            Reason(facts with { TellsSessionsApart = false }), StringComparison.Ordinal);
        Assert.Contains("your token has too few groups",
            Reason(facts with { Token = facts.Token with { Groups = [] } }), StringComparison.Ordinal);

        static string Reason(WindowsHostFacts facts) =>
            WindowsPlanner.For(Scene.Policy, facts).Expected[Control.Processes].Reason;
    }

    /// <summary>
    /// Cygwin's and MSYS's programs do so to themselves (winsup/cygwin, cygheap_user::init): SYSTEM, administrators and
    /// the user.
    /// </summary>
    [Fact]
    public void What_a_program_opens_itself_is_open()
    {
        var scene = new Scene();
        using var beside = scene.Run(Elsewhere, "s2");
        using var fence = scene.Run();
        var process = beside.Command.Process;
        Assert.Equal(NtStatus.Success, NtMachine.Open(beside.Target, process, AccessMask.WriteDac));
        process.Descriptor = process.Descriptor.WithDacl(SecurityDescriptor.Parse(
            $"D:(A;;0x1fffff;;;SY)(A;;0x1fffff;;;BA)(A;;0x1fffff;;;{FreshWindows11.Me})").Dacl);
        Assert.Equal(NtStatus.Success, NtMachine.Open(fence.Target, process, ProcessRights.VmRead));
        Assert.Equal(NtStatus.AccessDenied, NtMachine.Open(fence.Target, process, ProcessRights.VmWrite));
        Assert.Equal(NtStatus.AccessDenied,
            NtMachine.Open(fence.Target, beside.Command.TokenObject, TokenRights.Duplicate));
    }

    private static SecurityDescriptor WithDefault(Token token) =>
        new() { Control = DescriptorControl.SelfRelative | DescriptorControl.DaclPresent, Dacl = token.DefaultDacl };

    private static IEnumerable<AccessMask> Bits(NtObject item)
    {
        for (var bit = 1u; bit != 0 && bit <= item.Type.Mapping.All.Value; bit <<= 1)
            if (item.Type.Mapping.All.Contains(bit)) yield return bit;
    }
}
