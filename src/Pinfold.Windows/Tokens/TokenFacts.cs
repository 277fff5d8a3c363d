using System.Collections.Immutable;
using Pinfold.Core.WindowsModel;
using Pinfold.Core.WindowsModel.Access;
using Pinfold.Windows.Native;

namespace Pinfold.Windows.Tokens;

/// <summary>
/// What a token says of itself, as the model's token. Claims, device groups and capabilities are left out.
/// </summary>
internal static unsafe class TokenFacts
{
    /// <summary>The token of this process.</summary>
    internal static Token Own()
    {
        using var token = Advapi32.OpenToken(-1, Advapi32.TOKEN_QUERY);
        return Read(token);
    }

    /// <summary>The token behind a handle with TOKEN_QUERY.</summary>
    internal static Token Read(TokenHandle token)
    {
        var (held, enabled) = Advapi32.TokenInformation(token, Advapi32.TokenPrivileges,
            static (bytes, _) => PrivilegesAt(bytes));
        return new(User(token))
        {
            Groups = Advapi32.TokenInformation(token, Advapi32.TokenGroups, static (bytes, _) => GroupsAt(bytes)),
            Privileges = held,
            EnabledPrivileges = enabled,
            Owner = Advapi32.TokenInformation(token, Advapi32.TokenOwner, static (bytes, _) => SidAt(*(void**)bytes)),
            PrimaryGroup = Advapi32.TokenInformation(token, Advapi32.TokenPrimaryGroup,
                static (bytes, _) => SidAt(*(void**)bytes)),
            DefaultDacl = DefaultDacl(token),
            IntegrityLevel = Level(token),
        };
    }

    /// <summary>Whose it is.</summary>
    internal static Sid User(TokenHandle token) => Advapi32.TokenInformation(token, Advapi32.TokenUser,
        static (bytes, _) => SidAt(((SID_AND_ATTRIBUTES*)bytes)->Sid));

    /// <summary>The integrity level.</summary>
    internal static Sid Level(TokenHandle token) =>
        Advapi32.TokenInformation(token, Advapi32.TokenIntegrityLevel,
            static (bytes, _) => SidAt(((TOKEN_MANDATORY_LABEL*)bytes)->Label.Sid));

    /// <summary>The DACL of what is made with the token; null when there is none.</summary>
    internal static Acl? DefaultDacl(TokenHandle token) =>
        Advapi32.TokenInformation(token, Advapi32.TokenDefaultDacl, static (bytes, size) =>
        {
            var dacl = (byte*)((TOKEN_DEFAULT_DACL*)bytes)->DefaultDacl;
            return dacl is null ? null : Acl.Read(new ReadOnlySpan<byte>(dacl, *(ushort*)(dacl + 2))); // AclSize
        });

    /// <summary>The terminal services session.</summary>
    internal static uint Session(TokenHandle token) =>
        Advapi32.TokenInformation(token, Advapi32.TokenSessionId, static (bytes, _) => *(uint*)bytes);

    private static ImmutableArray<TokenGroup> GroupsAt(byte* bytes)
    {
        var count = *(uint*)bytes;
        var first = (SID_AND_ATTRIBUTES*)(bytes + sizeof(nint));
        var groups = ImmutableArray.CreateBuilder<TokenGroup>((int)count);
        for (var i = 0; i < count; i++)
        {
            // The level is in the list of groups too; the model has it apart.
            if ((first[i].Attributes & Advapi32.SE_GROUP_INTEGRITY) == 0)
                groups.Add(new(SidAt(first[i].Sid), (GroupAttributes)first[i].Attributes));
        }

        return groups.DrainToImmutable();
    }

    private static (Privileges Held, Privileges Enabled) PrivilegesAt(byte* bytes)
    {
        var (held, enabled) = (Privileges.None, Privileges.None);
        var first = (LUID_AND_ATTRIBUTES*)(bytes + sizeof(uint));
        for (var i = 0; i < *(uint*)bytes; i++)
        {
            if (first[i].Luid.HighPart != 0 || first[i].Luid.LowPart > 63) continue;
            var bit = (Privileges)(1UL << (int)first[i].Luid.LowPart);
            held |= bit;
            if ((first[i].Attributes & Advapi32.SE_PRIVILEGE_ENABLED) != 0) enabled |= bit;
        }

        return (held, enabled);
    }

    private static Sid SidAt(void* sid) => Sid.Read(new ReadOnlySpan<byte>(sid, 8 + 4 * ((byte*)sid)[1]));
}
