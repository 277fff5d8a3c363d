using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Pinfold.Core.Planning.Windows;
using Pinfold.Core.WindowsModel;
using Pinfold.Core.WindowsModel.Access;
using Pinfold.Windows.Native;

namespace Pinfold.Windows.Tokens;

/// <summary>
/// The token of a command: a restricted copy of pinfold's own, or of one that an account was logged on with.
/// </summary>
internal static unsafe class CommandToken
{
    private const uint Rights = Advapi32.TOKEN_DUPLICATE | Advapi32.TOKEN_QUERY
        | Advapi32.TOKEN_ASSIGN_PRIMARY | Advapi32.TOKEN_ADJUST_DEFAULT
        | Advapi32.TOKEN_ADJUST_PRIVILEGES;

    /// <summary>Makes it.</summary>
    internal static TokenHandle Create(WindowsStep.CreateToken step)
    {
        using var own = Advapi32.OpenToken(-1, Rights);
        return Make(own, step.Flags, step.DenyOnly, step.RestrictingSids, step.DefaultDacl, step.Level);
    }

    /// <summary>
    /// Makes it of the token that an account was logged on with, in the user's terminal session, for which
    /// SeTcbPrivilege is needed.
    /// </summary>
    /// <param name="step">What it is to be.</param>
    /// <param name="account">The account's token.</param>
    /// <param name="logon">The SID of its logon session.</param>
    internal static TokenHandle Create(WindowsStep.LogOn step, TokenHandle account, Sid logon)
    {
        var token = Make(account, step.Flags, [], [.. step.RestrictingSids, logon], step.DefaultDacl, step.Level);
        try
        {
            var session = step.TerminalSession;
            Advapi32.SetInformation(token, Advapi32.TokenSessionId, &session, sizeof(uint));
            return token;
        }
        catch (NativeException)
        {
            token.Dispose();
            throw;
        }
    }

    /// <summary>
    /// What of <paramref name="step"/> the token does not have, though every call succeeded; one sentence for each.
    /// </summary>
    internal static ImmutableArray<string> Missing(TokenHandle token, WindowsStep.CreateToken step) =>
        Missing(token, TokenFacts.Read(token), step.Flags, step.DenyOnly, step.RestrictingSids, step.Level);

    /// <summary>The same of an account's token: also its account, its groups and its terminal session.</summary>
    internal static ImmutableArray<string> Missing(TokenHandle token, WindowsStep.LogOn step, Sid logon)
    {
        var has = TokenFacts.Read(token);
        var missing = Missing(token, has, step.Flags, [], [.. step.RestrictingSids, logon], step.Level).ToBuilder();
        if (has.User != step.Account.Sid) missing.Add($"the token is of {has.User}, not of {step.Account.Sid}");
        var enabled = has.Groups.Where(g => g.IsEnabled && !g.IsDenyOnly).Select(g => g.Sid).ToHashSet();
        foreach (var sid in step.Groups.Append(logon).Where(s => !enabled.Contains(s)))
            missing.Add($"the token lacks the group {sid}");
        if (TokenFacts.Session(token) is var session && session != step.TerminalSession)
            missing.Add($"the token is of terminal session {session}");
        return missing.DrainToImmutable();
    }

    private static TokenHandle Make(
        TokenHandle from, RestrictedTokenFlags flags, ImmutableArray<Sid> denyOnly,
        ImmutableArray<Sid> restricting, string defaultDacl, Sid level)
    {
        var token = Restrict(from, (uint)flags, denyOnly, restricting);
        try
        {
            SetDefaultDacl(token, SecurityDescriptor.Parse(defaultDacl).Dacl!);
            SetLevel(token, level);
            return token;
        }
        catch (NativeException)
        {
            token.Dispose();
            throw;
        }
    }

    private static ImmutableArray<string> Missing(
        TokenHandle token, Token has, RestrictedTokenFlags flags,
        ImmutableArray<Sid> denyOnly, ImmutableArray<Sid> restricting, Sid level)
    {
        var missing = ImmutableArray.CreateBuilder<string>();
        if (!restricting.IsEmpty && !Advapi32.IsRestricted(token)) missing.Add("the token has no restricting SIDs");
        var enabled = has.Groups.Where(g => !g.IsDenyOnly).Select(g => g.Sid).ToHashSet();
        foreach (var sid in denyOnly.Where(enabled.Contains)) missing.Add($"the token keeps the group {sid}");
        if (has.IntegrityLevel != level) missing.Add($"the token's level is {has.IntegrityLevel}");
        if (flags.HasFlag(RestrictedTokenFlags.DisableMaxPrivilege))
        {
            var kept = has.Privileges & ~Privileges.ChangeNotify;
            if (kept != Privileges.None) missing.Add($"the token keeps {kept}");
        }

        return missing.DrainToImmutable();
    }

    /// <summary>Gives the token of a process that has not run yet its descriptor.</summary>
    internal static void Describe(ProcessHandle process, SecurityDescriptor descriptor)
    {
        using var token = Advapi32.OpenToken(process.DangerousGetHandle(),
            (AccessMask.ReadControl | AccessMask.WriteDac | AccessMask.WriteOwner).Value);
        Advapi32.SetSecurity(token, Advapi32.DACL_SECURITY_INFORMATION | Advapi32.LABEL_SECURITY_INFORMATION,
            descriptor, "token");
    }

    private static TokenHandle Restrict(TokenHandle own, uint flags, ImmutableArray<Sid> denyOnly,
        ImmutableArray<Sid> restricting)
    {
        var pins = new List<GCHandle>();
        try
        {
            return Advapi32.Restrict(own, flags, Pinned(denyOnly), Pinned(restricting));
        }
        finally
        {
            foreach (var pin in pins) pin.Free();
        }

        SID_AND_ATTRIBUTES[] Pinned(ImmutableArray<Sid> sids) => [.. sids.Select(sid =>
        {
            var pin = GCHandle.Alloc(sid.ToBytes(), GCHandleType.Pinned);
            pins.Add(pin);
            return new SID_AND_ATTRIBUTES { Sid = (void*)pin.AddrOfPinnedObject() };
        })];
    }

    private static void SetDefaultDacl(TokenHandle token, Acl dacl)
    {
        fixed (byte* bytes = dacl.ToBytes())
        {
            var value = new TOKEN_DEFAULT_DACL { DefaultDacl = bytes };
            Advapi32.SetInformation(token, Advapi32.TokenDefaultDacl, &value, (uint)sizeof(TOKEN_DEFAULT_DACL));
        }
    }

    private static void SetLevel(TokenHandle token, Sid level)
    {
        var sid = level.ToBytes();
        fixed (byte* bytes = sid)
        {
            var value = new TOKEN_MANDATORY_LABEL
                { Label = new() { Sid = bytes, Attributes = Advapi32.SE_GROUP_INTEGRITY } };
            Advapi32.SetInformation(token, Advapi32.TokenIntegrityLevel, &value,
                (uint)(sizeof(TOKEN_MANDATORY_LABEL) + sid.Length));
        }
    }
}
