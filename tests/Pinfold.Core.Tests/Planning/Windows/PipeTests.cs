using System.Globalization;
using Pinfold.Core.Planning.Windows;
using Pinfold.Core.WindowsModel;
using Pinfold.Core.WindowsModel.Access;
using Pinfold.Core.WindowsModel.Inheritance;
using Pinfold.Core.WindowsModel.Machine;
using Xunit;

namespace Pinfold.Core.Tests.Planning.Windows;

/// <summary>
/// What the fence costs programs that make named pipes, and what another shape of it would cost instead.
/// CreateNamedPipe gives a pipe without a descriptor to SYSTEM, administrators and the token's owner, and lets Everyone
/// read (Win32, <i>Named Pipe Security and Access Rights</i>). node pipes its children's streams this way, and fails so
/// in another sandbox with such a token (openai/codex issues 35070, 44838).
/// </summary>
public sealed class PipeTests
{
    private static readonly Sid Any = CapabilitySid.ForName("pinfold-any");

    [Fact]
    public void A_command_cannot_write_to_its_own_pipe_that_has_the_default_descriptor()
    {
        Assert.Equal(NtStatus.AccessDenied, WriteToOwnPipe(Fenced.ByPlan(), Fenced.DefaultPipe));
        Assert.Equal(NtStatus.Success, WriteToOwnPipe(Fenced.ByNothing(), Fenced.DefaultPipe));
    }

    /// <summary>
    /// CreatePipe, and pipes that are given the token's default DACL: shells, Python, .NET's anonymous pipes.
    /// </summary>
    [Fact]
    public void It_can_write_to_a_pipe_that_has_its_default_DACL() =>
        Assert.Equal(NtStatus.Success, WriteToOwnPipe(Fenced.ByPlan(), null));

    /// <summary>
    /// The user's SID among the restricting ones lets such pipes be written, and takes the second pass away wherever
    /// the user is named: what breaks then, as it is, and with entries that deny all sessions but a root's own.
    /// </summary>
    [Fact]
    public void What_the_users_SID_among_the_restricting_ones_would_cost_is_approved()
    {
        var lines = new List<string>();
        foreach (var isHardened in (bool[])[false, true])
        {
            Assert.Equal(NtStatus.Success, WriteToOwnPipe(WithUser(isHardened), Fenced.DefaultPipe));
            foreach (var (name, attempts) in Claims.All)
            {
                string[] more =
                    [.. attempts(WithUser(isHardened)).Except(attempts(Fenced.ByPlan()), StringComparer.Ordinal)];
                if (more.Length > 0)
                    lines.Add(string.Create(CultureInfo.InvariantCulture,
                        $"{(isHardened ? "with entries" : "as it is")}: {name}: {more.Length}, for one {more[0]}"));
            }
        }

        Approved.Verify(string.Join('\n', lines), "user-among-restricting");
    }

    private static NtStatus WriteToOwnPipe(Fenced fenced, string? sddl)
    {
        var given = sddl is null
            ? new SecurityDescriptor
            {
                Control = DescriptorControl.SelfRelative | DescriptorControl.DaclPresent,
                Dacl = fenced.Target.DefaultDacl
            }
            : SecurityDescriptor.Parse(sddl);
        Assert.Equal(NtStatus.Success,
            fenced.Machine.Create(fenced.Target, @"\Device\NamedPipe\own", SecurableType.NamedPipe, out _, given));
        return fenced.Machine.Open(fenced.Target, @"\\.\GLOBALROOT\Device\NamedPipe\own",
            AccessMask.GenericRead | AccessMask.GenericWrite, out _);
    }

    private static Fenced WithUser(bool isHardened)
    {
        var fenced = Fenced.ByPlan(change: step => step is not WindowsStep.CreateToken token ? step : token with
        {
            RestrictingSids = isHardened
                ? [.. token.RestrictingSids, FreshWindows11.Me, Any]
                : [.. token.RestrictingSids, FreshWindows11.Me],
            DefaultDacl = isHardened
                ? $"D:(A;;GA;;;{token.RestrictingSids[1]})(D;;GA;;;{Any})(A;;RC;;;OW)(A;;GA;;;SY){UserUnderKeys(token)}"
                : token.DefaultDacl,
        });
        if (!isHardened) return fenced;
        foreach (var folder in (string[])[Scene.Workspace, @"C:\Users\me\src\other", @"C:\Users\me\AppData\LocalLow"])
            Harden(fenced.Machine.Find(folder)!);
        foreach (var session in (string[])["s1", "s2"])
            Harden(fenced.Machine.Find($@"C:\Users\me\AppData\Local\Temp\pinfold-{session}")!);
        return fenced;
    }

    private static Ace UserUnderKeys(WindowsStep.CreateToken token) =>
        SecurityDescriptor.Parse(token.DefaultDacl).Dacl!.Aces.Single(a => a.Type == AceType.AllowedCallback);

    /// <summary>
    /// The root's own entry first, then a denial for every session, then nothing for being the owner.
    /// </summary>
    private static void Harden(NtObject folder)
    {
        const AceFlags Inherit = AceFlags.ObjectInherit | AceFlags.ContainerInherit;
        var dacl = folder.Descriptor.Dacl!;
        var capabilities = dacl.Aces.Where(a => !a.IsInherited
            && a.Type == AceType.Allowed && a.Sid.IsBelow(WellKnownSids.NtService)).ToArray();
        Ace[] first = [.. capabilities, new(AceType.Denied, RootRights.Denied, Any) { Flags = Inherit },
            new(AceType.Allowed, AccessMask.ReadControl, WellKnownSids.OwnerRights) { Flags = Inherit }];
        Propagation.SetDacl(folder, dacl with { Aces = [.. first, .. dacl.Aces.Except(capabilities)] },
            SecurableType.File.Mapping);
    }
}
