using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Pinfold.Core.Planning.Windows;
using Pinfold.Core.WindowsModel;
using Pinfold.Core.WindowsModel.Access;
using Pinfold.Windows.Native;

namespace Pinfold.Windows.Tokens;

/// <summary>The token of a command: a restricted copy of pinfold's own.</summary>
internal static unsafe class CommandToken
{
    private const uint Rights = Advapi32.TOKEN_DUPLICATE | Advapi32.TOKEN_QUERY | Advapi32.TOKEN_ASSIGN_PRIMARY | Advapi32.TOKEN_ADJUST_DEFAULT
        | Advapi32.TOKEN_ADJUST_PRIVILEGES;

    /// <summary>Makes it.</summary>
    internal static TokenHandle Create(WindowsStep.CreateToken step)
    {
        using var own = Advapi32.OpenToken(-1, Rights);
        var token = Restrict(own, (uint)step.Flags, step.DenyOnly, step.RestrictingSids);
        try
        {
            SetDefaultDacl(token, SecurityDescriptor.Parse(step.DefaultDacl).Dacl!);
            SetLevel(token, step.Level);
            return token;
        }
        catch (NativeException)
        {
            token.Dispose();
            throw;
        }
    }

    /// <summary>What of <paramref name="step"/> the token does not have, though every call succeeded; one sentence for each.</summary>
    internal static ImmutableArray<string> Missing(TokenHandle token, WindowsStep.CreateToken step)
    {
        var missing = ImmutableArray.CreateBuilder<string>();
        if (!step.RestrictingSids.IsEmpty && !Advapi32.IsRestricted(token)) missing.Add("the token has no restricting SIDs");
        var enabled = TokenFacts.Read(token).Groups.Where(g => !g.IsDenyOnly).Select(g => g.Sid).ToHashSet();
        foreach (var sid in step.DenyOnly.Where(enabled.Contains)) missing.Add($"the token keeps the group {sid}");
        var level = TokenFacts.Level(token);
        if (level != step.Level) missing.Add($"the token's level is {level}");
        if (step.Flags.HasFlag(RestrictedTokenFlags.DisableMaxPrivilege))
        {
            var kept = TokenFacts.Read(token).Privileges & ~Privileges.ChangeNotify;
            if (kept != Privileges.None) missing.Add($"the token keeps {kept}");
        }

        return missing.DrainToImmutable();
    }

    /// <summary>Gives the token of a process that has not run yet its descriptor.</summary>
    internal static void Describe(ProcessHandle process, SecurityDescriptor descriptor)
    {
        using var token = Advapi32.OpenToken(process.DangerousGetHandle(), (AccessMask.ReadControl | AccessMask.WriteDac | AccessMask.WriteOwner).Value);
        Advapi32.SetSecurity(token, Advapi32.DACL_SECURITY_INFORMATION | Advapi32.LABEL_SECURITY_INFORMATION, descriptor, "token");
    }

    private static TokenHandle Restrict(TokenHandle own, uint flags, ImmutableArray<Sid> denyOnly, ImmutableArray<Sid> restricting)
    {
        var pins = new List<GCHandle>();
        try
        {
            return Advapi32.Restrict(own, flags, Pinned(denyOnly), Pinned(restricting), string.Join(' ', denyOnly), string.Join(' ', restricting));
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
            Advapi32.SetTokenInformation(token, Advapi32.TokenDefaultDacl, &value, (uint)sizeof(TOKEN_DEFAULT_DACL), $"default DACL {dacl}");
        }
    }

    private static void SetLevel(TokenHandle token, Sid level)
    {
        var sid = level.ToBytes();
        fixed (byte* bytes = sid)
        {
            var value = new TOKEN_MANDATORY_LABEL { Label = new() { Sid = bytes, Attributes = Advapi32.SE_GROUP_INTEGRITY } };
            Advapi32.SetTokenInformation(token, Advapi32.TokenIntegrityLevel, &value, (uint)(sizeof(TOKEN_MANDATORY_LABEL) + sid.Length), $"level {level}");
        }
    }
}
