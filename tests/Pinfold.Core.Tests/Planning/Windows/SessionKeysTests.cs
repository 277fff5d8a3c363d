using System.Collections.Immutable;
using CsCheck;
using Pinfold.Core.Planning.Windows;
using Pinfold.Core.WindowsModel;
using Pinfold.Core.WindowsModel.Access;
using Pinfold.Core.WindowsModel.Inheritance;
using Pinfold.Core.WindowsModel.Machine;
using Xunit;

namespace Pinfold.Core.Tests.Planning.Windows;

/// <summary>Which groups a session keeps, and that no other session meets its condition.</summary>
public sealed class SessionKeysTests
{
    private const RestrictedTokenFlags Flags = RestrictedTokenFlags.DisableMaxPrivilege
        | RestrictedTokenFlags.LuaToken | RestrictedTokenFlags.WriteRestricted;

    /// <summary>
    /// Logons of one user, each with some of the key groups: at the screen, over the network, by a domain.
    /// </summary>
    private static readonly Gen<Token> Logon = Gen.Bool.Array[SessionKeys.Groups.Length]
        .Select(held => Holding([.. SessionKeys.Groups.Where((_, i) => held[i])]));

    [Theory]
    [InlineData(7, 21)]
    [InlineData(5, 10)]
    [InlineData(4, 6)]
    [InlineData(2, 1)]
    [InlineData(1, 0)]
    [InlineData(0, 0)]
    public void So_many_keys_make_so_many_pairs(int keys, int pairs)
    {
        var found = SessionKeys.PairsOf(Holding(SessionKeys.Groups[..keys]));
        Assert.Equal(pairs, found.Length);
        Assert.Equal(pairs, found.Select(p => p.Name).Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public void A_group_for_deny_only_is_no_key()
    {
        var token = Holding(SessionKeys.Groups[..3]);
        token = token with
            { Groups = [new(WellKnownSids.Local, GroupAttributes.UseForDenyOnly), .. token.Groups[1..]] };
        Assert.Equal("S-1-2-1+S-1-5-15", Assert.Single(SessionKeys.PairsOf(token)).Name);
        Assert.DoesNotContain(WellKnownSids.Local, SessionKeys.DenyOnly(token, null));
    }

    /// <summary>
    /// Whatever logons the sessions come from: the name of a pair is the same in all, and names are what is locked.
    /// </summary>
    [Fact]
    public void Sessions_with_different_pairs_have_no_access_to_each_others_objects_and_all_to_their_own() =>
        Gen.Select(Logon, Logon, Gen.Int[0, 20], Gen.Int[0, 20],
            Gens.Of(SecurableType.All.AsSpan().ToArray()), Gen.Int[0, 20]).Sample((first, second, i, j, type, bit) =>
            {
                if (Pair(first, i) is not { } one || Pair(second, j) is not { } two || one == two) return;
                var (a, b) = (Command(first, one, "a"), Command(second, two, "b"));
                var made = DescriptorCreation.Create(null, null, b, type, type.IsContainer, InheritFlags.None);
                AccessMask right = (AccessMask)(1u << bit);
                Assert.Equal(AccessStatus.AccessDenied, AccessCheck.Check(a, made, right, type.Mapping).Status);
                Assert.Equal(AccessStatus.AccessDenied,
                    AccessCheck.Check(Command(first, null, "a"), made, right, type.Mapping).Status);
                Assert.Equal(AccessStatus.AccessDenied,
                    AccessCheck.Check(a, made, AccessMask.MaximumAllowed, type.Mapping).Status);
                Assert.Equal(AccessStatus.Granted,
                    AccessCheck.Check(b, made, AccessMask.GenericAll, type.Mapping).Status);
                Assert.Equal(AccessStatus.Granted,
                    AccessCheck.Check(second, made, AccessMask.GenericAll, type.Mapping).Status);
            }, iter: 20_000);

    /// <summary>
    /// That the generic rights of a conditional entry are mapped when an object is made is not documented, so nothing
    /// rests on it.
    /// </summary>
    [Fact]
    public void The_default_DACL_lets_the_session_in_without_generic_rights_too()
    {
        var user = Holding(SessionKeys.Groups);
        var b = Command(user, Pair(user, 0), "b");
        foreach (var type in SecurableType.All)
        {
            var made = DescriptorCreation.Create(null, null, b, type, type.IsContainer, InheritFlags.None);
            ImmutableArray<Ace> unmapped =
                [.. made.Dacl!.Aces.Select(a => a.Type == AceType.AllowedCallback ? a with { Mask = 0x1fffffu } : a)];
            Assert.Equal(AccessStatus.Granted,
                AccessCheck.Check(b, made.WithDacl(new(unmapped)), AccessMask.GenericAll, type.Mapping).Status);
        }
    }

    /// <summary>
    /// A token holds its primary group and default DACL in a room of 500 bytes at least
    /// (TokenStatistics.DynamicCharged).
    /// </summary>
    [Fact]
    public void The_default_DACL_has_room_in_a_token()
    {
        var user = FreshWindows11.User;
        foreach (var pair in SessionKeys.PairsOf(Holding(SessionKeys.Groups)))
            Assert.InRange(Command(user, pair, "0123456789abcdef").DefaultDacl!.ToBytes().Length + 28, 1, 250);
    }

    [Fact]
    public void A_token_that_is_restricted_again_gets_no_key_back()
    {
        var user = Holding(SessionKeys.Groups);
        var a = Command(user, Pair(user, 0), "a");
        var again = RestrictedTokens.Create(a, RestrictedTokenFlags.None,
            restrictingSids: [user.User, .. SessionKeys.Groups]);
        Assert.Equal(SessionKeys.PairsOf(a), SessionKeys.PairsOf(again));
        Assert.Single(SessionKeys.PairsOf(a));
    }

    /// <summary>What a system is asked at each start, answered by the model.</summary>
    [Fact]
    public void The_trial_tells_a_token_with_the_pair_from_one_without()
    {
        var user = FreshWindows11.User;
        var pair = SessionKeys.PairsOf(user)[0];
        var (kept, lost) = (SessionKeys.Trial(user, pair, keeps: true).Apply(user),
            SessionKeys.Trial(user, pair, keeps: false).Apply(user));
        var made = DescriptorCreation.Create(null, null, kept, SecurableType.Process, isContainer: false,
            InheritFlags.None);
        Assert.Equal(AccessStatus.Granted,
            AccessCheck.Check(kept, made, SecurableType.Process.Mapping.All, SecurableType.Process.Mapping).Status);
        Assert.Equal(AccessStatus.AccessDenied,
            AccessCheck.Check(lost, made, SecurableType.Process.Mapping.Read, SecurableType.Process.Mapping).Status);
        Assert.Equal(AccessStatus.AccessDenied,
            AccessCheck.Check(lost, made, SecurableType.Process.Mapping.Execute, SecurableType.Process.Mapping).Status);
    }

    [Fact]
    public void No_descriptor_of_a_fresh_machine_names_a_key() =>
        Assert.All(FreshWindows11.Create().Machine.Objects(), o =>
            Assert.All(o.Object.Descriptor.Dacl?.Aces ?? [], a => Assert.DoesNotContain(a.Sid, SessionKeys.Groups)));

    private static Token Holding(ImmutableArray<Sid> keys) => FreshWindows11.User with
    {
        Groups = [.. keys.Select(k => new TokenGroup(k)),
            .. FreshWindows11.User.Groups.Where(g => !SessionKeys.Groups.Contains(g.Sid))],
    };

    private static KeyPair? Pair(Token user, int index)
    {
        var pairs = SessionKeys.PairsOf(user);
        return pairs.IsEmpty ? null : pairs[index % pairs.Length];
    }

    private static Token Command(Token user, KeyPair? keys, string session)
    {
        var sid = CapabilitySid.ForSession(user.User, session);
        var sddl = new SessionDescriptors(user.User, sid, keys);
        return new WindowsStep.CreateToken(Flags, SessionKeys.DenyOnly(user, keys),
            [sid, FreshWindows11.Logon, WellKnownSids.Everyone], sddl.DefaultDacl, FenceLevel.Sid, sddl.Token)
            .Apply(user);
    }
}
