using CsCheck;
using Pinfold.Core.WindowsModel;
using Pinfold.Core.WindowsModel.Access;

namespace Pinfold.Core.Tests.WindowsModel.Access;

/// <summary>Tokens and requests at random, from few SIDs, so that they meet.</summary>
internal static class AccessGens
{
    internal static readonly Gen<TokenGroup> Group = Gen.Select(
        SecurityGens.FewSids.Where(s => s != WellKnownSids.OwnerRights),
        Gens.Of(GroupAttributes.Default, GroupAttributes.Default, GroupAttributes.None, GroupAttributes.UseForDenyOnly),
        (s, a) =>
            new TokenGroup(s, a));

    internal static readonly Gen<Token> Plain = Gen.Select(
        Gens.Of(Tokens.Alice, Tokens.Bob), Group.Array[0, 4],
        Gens.Of(Privileges.None, Privileges.Security, Privileges.TakeOwnership,
            Privileges.All),
        (user, groups, privileges) =>
            new Token(user)
            {
                Groups = [.. groups.DistinctBy(g => g.Sid)], Privileges = privileges, EnabledPrivileges = privileges
            });

    internal static readonly Gen<Token> Token = Gen.Select(
        Plain, SecurityGens.FewSids.Where(s => s != WellKnownSids.OwnerRights).Array[0, 3], Gen.Bool, Gen.Int[0, 3],
        (token, restricting, write, level) => RestrictedTokens.Create(
            token with { IntegrityLevel = new(16, (uint)level * 0x1000) }, write
                ? RestrictedTokenFlags.WriteRestricted
                : RestrictedTokenFlags.None,
            restrictingSids: restricting));

    internal static readonly Gen<AccessMask> Desired = Gen.Frequency(
        (4, Gen.Int[0, 20].Select(bit => (AccessMask)(1u << bit))),
        (1, SecurityGens.Mask), (1, Gen.Const(AccessMask.MaximumAllowed)));
}
