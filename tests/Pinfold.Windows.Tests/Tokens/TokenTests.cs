using System.Security.Principal;
using Pinfold.Core.Planning.Windows;
using Pinfold.Core.Planning.Windows.Elevated;
using Pinfold.Core.WindowsModel;
using Pinfold.Core.WindowsModel.Access;
using Pinfold.Windows.Native;
using Pinfold.Windows.Tokens;
using Xunit;

namespace Pinfold.Windows.Tests.Tokens;

/// <summary>
/// Level of evidence: Wine, which stores no restriction; what it does not store is a test of its own.
/// </summary>
public sealed class TokenTests
{
    private static readonly WindowsStep.CreateToken Step = new(
        RestrictedTokenFlags.DisableMaxPrivilege | RestrictedTokenFlags.LuaToken | RestrictedTokenFlags.WriteRestricted,
        [WellKnownSids.Local], [CapabilitySid.ForName("root"),
            CapabilitySid.ForSession(WellKnownSids.LocalSystem, "test"), WellKnownSids.Everyone],
        "D:(A;;GA;;;SY)(A;;GA;;;S-1-5-80-1-2-3-4-5)", FenceLevel.Sid, "D:(A;;GA;;;SY)");

    [WindowsFact]
    public void The_own_token_is_read_as_the_framework_reads_it()
    {
        using var identity = WindowsIdentity.GetCurrent();
        var token = TokenFacts.Own();
        Assert.Equal(identity.User!.Value, token.User.ToString());
        Assert.Equal(identity.Owner!.Value, token.Owner.ToString());
        var groups = token.Groups.Select(g => g.Sid.ToString()).ToArray();
        Assert.All(identity.Groups!, g => Assert.Contains(g.Value, groups, StringComparer.Ordinal));
        Assert.NotNull(token.LogonSid);
        Assert.True(token.Privileges.HasFlag(Privileges.ChangeNotify));
        Assert.True(token.EnabledPrivileges.HasFlag(Privileges.ChangeNotify));
        Assert.NotNull(token.DefaultDacl);
        Assert.Equal(WellKnownSids.MandatoryLabelAuthority, token.IntegrityLevel.Authority);
        Assert.DoesNotContain(token.Groups, g => g.Sid.Authority == WellKnownSids.MandatoryLabelAuthority);
    }

    [WindowsFact]
    public void The_calls_that_make_a_commands_token_are_these()
    {
        using var recorder = Recorder.Start();
        CommandToken.Create(Step).Dispose();
        Assert.Equal(
            [
                "OpenProcessToken(\"own\", access 0xab) = token#1",
                $"CreateRestrictedToken(token#1, flags 0xd, deny only \"S-1-2-0\", restricting \"{Step.RestrictingSids[0]} {Step.RestrictingSids[1]} S-1-1-0\") = token#2",
                "SetTokenInformation(token#2, 6, \"default DACL (A;;GA;;;SY)(A;;GA;;;S-1-5-80-1-2-3-4-5)\")",
                "SetTokenInformation(token#2, 25, \"level S-1-16-7936\")",
            ], recorder.Lines, StringComparer.Ordinal);
    }

    [WindowsFact]
    public void The_default_DACL_is_the_one_that_was_set()
    {
        using var token = CommandToken.Create(Step);
        Assert.Equal(SecurityDescriptor.Parse(Step.DefaultDacl).Dacl, TokenFacts.DefaultDacl(token));
    }

    [WineFact]
    public void Wine_takes_no_conditional_entry_and_so_tells_no_sessions_apart()
    {
        var own = TokenFacts.Own();
        own = own with { Groups = own.Groups.Add(new(WellKnownSids.ThisOrganization)) };
        var pair = SessionKeys.PairsOf(own)[0];
        using var recorder = Recorder.Start();
        // ERROR_INVALID_ACL
        Assert.Equal(1336,
            Assert.Throws<NativeException>(() => CommandToken.Create(SessionKeys.Trial(own, pair, keeps: true))).Code);
        var session = CapabilitySid.ForSession(own.User, "trial");
        Assert.Equal(
            "OpenProcessToken(\"own\", access 0xab) = token#1\n"
            + $"CreateRestrictedToken(token#1, flags 0xd, deny only \"\", restricting \"{session} S-1-1-0\") = token#2\n"
            + $"SetTokenInformation(token#2, 6, \"default DACL (A;;GA;;;SY)(XA;;0x101fffff;;;{own.User};(Member_of {{SID(S-1-2-0), SID(S-1-5-15)}}))(A;;GA;;;{session})(D;;WD;;;OW)\") failed: ERROR_INVALID_ACL",
            string.Join('\n', recorder.Lines));
        Assert.False(KeyTrial.Holds(own));
    }

    [RealWindowsFact("takes no conditional entries")]
    public void Windows_tells_sessions_apart()
    {
        Assert.NotEmpty(SessionKeys.PairsOf(TokenFacts.Own()));
        Assert.True(KeyTrial.Holds(TokenFacts.Own()));
    }

    [WineFact]
    public void What_Wine_does_not_restrict_is_reported_as_missing()
    {
        using var token = CommandToken.Create(Step);
        var missing = CommandToken.Missing(token, Step);
        Assert.Contains("the token has no restricting SIDs", missing, StringComparer.Ordinal);
        Assert.Contains(missing, m => m.StartsWith("the token's level is S-1-16-", StringComparison.Ordinal));
        Assert.Contains(missing, m => m.StartsWith("the token keeps ", StringComparison.Ordinal));
    }

    [RealWindowsFact("drops restricting SIDs, levels and removed privileges")]
    public void Nothing_of_the_token_is_missing()
    {
        using var token = CommandToken.Create(Step);
        Assert.Empty(CommandToken.Missing(token, Step));
    }

    /// <summary>
    /// With this process's own token in place of an account's: each call is made, and what did not come of it is said.
    /// </summary>
    [WineFact]
    public void An_accounts_token_is_restricted_call_by_call_and_what_Wine_forgets_is_named()
    {
        var user = Sid.Parse("S-1-5-21-1-2-3-1001");
        var installed = WindowsInstallation.Described(user);
        var logon = WellKnownSids.LogonSession(7, 8);
        using var recorder = Recorder.Start();
        using var own = Advapi32.OpenToken(-1, 0x1ab);
        var step = AccountLogon.Step(installed.Offline, installed.Group, user, CapabilitySid.ForName("session"),
            [CapabilitySid.ForName("root")], [CapabilitySid.ForName("read")], TokenFacts.Session(own));
        using var token = CommandToken.Create(step, own, logon);
        var (root, session) = (CapabilitySid.ForName("root"), CapabilitySid.ForName("session"));
        Assert.Equal(
            [
                "OpenProcessToken(\"own\", access 0x1ab) = token#1",
                $"CreateRestrictedToken(token#1, flags 0xd, deny only \"\", restricting \"{root} {session} {installed.Offline.Network} S-1-1-0 S-1-5-5-7-8\") = token#2",
                $"SetTokenInformation(token#2, 6, \"default DACL (A;;GA;;;SY)(A;;GA;;;{user})(A;;GA;;;{session})\")",
                "SetTokenInformation(token#2, 25, \"level S-1-16-7936\")",
                $"SetTokenInformation(token#2, 12, \"terminal session {step.TerminalSession}\")",
            ], recorder.Lines.Where(l => !l.StartsWith("GetTokenInformation", StringComparison.Ordinal)),
            StringComparer.Ordinal);
        var missing = CommandToken.Missing(token, step, logon);
        Assert.Contains("the token has no restricting SIDs", missing, StringComparer.Ordinal);
        Assert.Contains(missing, m => m.EndsWith($"not of {installed.Offline.Sid}", StringComparison.Ordinal));
        foreach (var group in step.Groups.Append(logon))
            Assert.Contains($"the token lacks the group {group}", missing, StringComparer.Ordinal);
    }
}
