using System.Collections.Immutable;
using Pinfold.Core.Planning.Windows;
using Pinfold.Core.Policy;
using Pinfold.Core.WindowsModel;
using Pinfold.Core.WindowsModel.Access;
using Pinfold.Core.WindowsModel.Inheritance;
using Pinfold.Core.WindowsModel.Machine;
using Xunit;

namespace Pinfold.Core.Tests.Planning.Windows;

/// <summary>
/// A machine, a command that attacks from inside a fence (or from none), and another session's command beside it.
/// </summary>
/// <param name="Scene">The machine.</param>
/// <param name="Target">The attacker's token.</param>
/// <param name="Command">The attacker's process.</param>
/// <param name="Beside">The other session's process; its temporary folder is <c>pinfold-s2</c>.</param>
/// <param name="Own">Prefixes of what is the attacker's own.</param>
internal sealed record Fenced(Scene Scene, Token Target, NtProcess Command, NtProcess Beside,
    ImmutableArray<string> Own)
{
    internal NtMachine Machine => Scene.Machine;

    /// <summary>Hand-off names that are there.</summary>
    internal ImmutableArray<string> Kept { get; init; } = Claims.Kept;

    /// <summary>Those that are not.</summary>
    internal ImmutableArray<string> Absent { get; init; } = Claims.Absent;

    /// <summary>Pinfold's plan, twice: the other session works elsewhere.</summary>
    internal static Fenced ByPlan(
        Func<WindowsStep, bool>? with = null, Func<WindowsStep, WindowsStep>? change = null,
        Scene? scene = null, SandboxPolicy? policy = null)
    {
        scene ??= new Scene(hasVolumes: true);
        policy ??= Scene.OnVolumes;
        scene.Host.Folder(@"C:\Users\me\src\other");
        var elsewhere = policy with { Write = [Samples.Rule("/C:/Users/me/src/other")] };
        var beside = scene.Run(elsewhere, "s2", with, change);
        var own = scene.Run(policy, with: with, change: change);
        Objects(scene, beside.Target, "s2");
        return new(scene, own.Target, own.Command, beside.Command,
            [Nt(Scene.Workspace), Nt(@"D:\work"), Nt(@"C:\Users\me\AppData\Local\Temp\pinfold-s1"), OwnDesktop]);
    }

    /// <summary>The elevated mode's plan, twice, as one account.</summary>
    internal static Fenced ByAccount(bool isAtMedium = false, Scene? scene = null)
    {
        scene ??= new Scene(hasVolumes: true);
        scene.Host.Folder(@"C:\Users\me\src\other");

        // Programs that are started as another user (runas) make named objects in the session's directory, so it lets
        // Everyone (assumed).
        scene.Machine.Find(@"\Sessions\1\BaseNamedObjects")!.Descriptor =
            SecurityDescriptor.Parse(
                $"O:BAG:SYD:(A;;GA;;;SY)(A;;0x2000f;;;{FreshWindows11.Logon})(A;;0x2000f;;;WD)S:(ML;;NW;;;LW)");
        var elsewhere = Scene.Policy with { Write = [Samples.Rule("/C:/Users/me/src/other")] };
        var beside = Run(elsewhere, "s2");
        var own = Run(Scene.OnVolumes, "s1");
        Objects(scene, beside.Target, "s2");
        return new(scene, own.Target, own.Command, beside.Command,
            [Nt(Scene.Workspace), Nt(@"D:\work"), Nt(@"C:\Users\me\AppData\Local\Temp\pinfold-s1"), OwnDesktop]);

        SimulatedBackend Run(SandboxPolicy policy, string session) =>
            isAtMedium
                ? Elevated.Accounts.RunAtMedium(scene, policy, session)
                : Elevated.Accounts.Run(scene, policy, session);
    }

    /// <summary>No fence: the user's own token. What is kept from it here is no merit of the fence.</summary>
    internal static Fenced ByNothing(Scene? scene = null)
    {
        scene ??= new Scene(hasVolumes: true);
        var beside = scene.Machine.Start("s2", FreshWindows11.User);
        Objects(scene, FreshWindows11.User, "s2");
        return new(scene, FreshWindows11.User, scene.Machine.Start("s1", FreshWindows11.User), beside,
            [Nt(Scene.Workspace), Nt(@"D:\work")]);
    }

    /// <summary>
    /// The token that another sandbox publishes (openai/codex, codex-rs/windows-sandbox-rs, August 2026): flags and
    /// restricting SIDs in this order, GENERIC_ALL in the default DACL for the logon session, Everyone and the
    /// capability; an allow entry on the root, deny entries on existing metadata folders, no labels, no handles.
    /// </summary>
    internal static Fenced ByReference()
    {
        var scene = new Scene(hasVolumes: true);
        scene.Host.Folder(@"C:\Users\me\src\other");
        var (first, second) = (Capability(1), Capability(2));
        Allow(scene, Scene.Workspace, new(AceType.Allowed, 0x1301bf, first));
        Allow(scene, @"D:\work", new(AceType.Allowed, 0x1301bf, first));
        Allow(scene, Scene.Workspace + @"\.git", new(AceType.Denied, 0x110156 & ~0x100000u, first));
        Allow(scene, @"C:\Users\me\src\other", new(AceType.Allowed, 0x1301bf, second));
        var beside = TokenOf(second);
        Objects(scene, beside, "s2");
        var target = TokenOf(first);
        return new(scene, target, scene.Machine.Start("s1", target), scene.Machine.Start("s2", beside),
            [Nt(Scene.Workspace), Nt(@"D:\work")]);
    }

    internal static string Nt(string win32) => $@"\Device\HarddiskVolume{3 + win32[0] - 'C'}{win32[2..]}";

    internal bool IsOwn(string name) =>
        Own.Any(own => name == own || name.StartsWith(own + @"\", StringComparison.Ordinal))
            || name.StartsWith("s1 (", StringComparison.Ordinal)
            || name.StartsWith(@"\Device\NamedPipe\own", StringComparison.Ordinal);

    /// <summary>The window station is the other session's as well as the attacker's.</summary>
    internal static bool IsOfBeside(string name) => name == SimulatedBackend.Station
        || name.StartsWith("s2 (", StringComparison.Ordinal) || name.EndsWith("-s2", StringComparison.Ordinal)
        || name.Contains(@"-s2\", StringComparison.Ordinal);

    private const string OwnDesktop = SimulatedBackend.Station + @"\pinfold-s1";

    /// <summary>
    /// A pipe that CreateNamedPipe is given no descriptor for: SYSTEM, administrators and the token's owner, and
    /// Everyone may read (Win32, <i>Named Pipe Security and Access Rights</i>).
    /// </summary>
    internal static readonly string DefaultPipe =
        $"D:(A;;FA;;;SY)(A;;FA;;;BA)(A;;FA;;;{FreshWindows11.Me})(A;;FR;;;WD)";

    /// <summary>
    /// What a session's command makes by name, with its default DACL; and a pipe that has the default of pipes.
    /// </summary>
    internal static void Objects(Scene scene, Token token, string session)
    {
        foreach (var (path, type) in ((string, SecurableType)[])
            [
                ($@"\Sessions\1\BaseNamedObjects\section-{session}", SecurableType.Section),
                ($@"\Sessions\1\BaseNamedObjects\event-{session}", SecurableType.Event),
                ($@"\Device\NamedPipe\pipe-{session}", SecurableType.NamedPipe),
            ])
            Assert.Equal(NtStatus.Success, scene.Machine.Create(token, path, type, out _, new()
            {
                Control = DescriptorControl.SelfRelative | DescriptorControl.DaclPresent, Dacl = token.DefaultDacl
            }));
        Assert.Equal(NtStatus.Success, scene.Machine.Create(token, $@"\Device\NamedPipe\default-{session}",
            SecurableType.NamedPipe, out _, SecurityDescriptor.Parse(DefaultPipe)));
    }

    private static Sid Capability(uint number) => Sid.Parse($"S-1-5-21-{number}-2-3-4");

    private static void Allow(Scene scene, string path, Ace entry)
    {
        var item = scene.Machine.Find(path)!;
        entry = entry with { Flags = AceFlags.ObjectInherit | AceFlags.ContainerInherit };
        Propagation.SetDacl(item, OwnEntries.Add(item.Descriptor.Dacl, entry)!, SecurableType.File.Mapping);
    }

    private static Token TokenOf(Sid capability)
    {
        const RestrictedTokenFlags Flags = RestrictedTokenFlags.DisableMaxPrivilege
            | RestrictedTokenFlags.LuaToken | RestrictedTokenFlags.WriteRestricted;
        return RestrictedTokens.Create(FreshWindows11.User, Flags,
            restrictingSids: [capability, FreshWindows11.Logon, WellKnownSids.Everyone]) with
        {
            DefaultDacl =
                SecurityDescriptor.Parse($"D:(A;;GA;;;{FreshWindows11.Logon})(A;;GA;;;WD)(A;;GA;;;{capability})").Dacl,
        };
    }
}
