using CsCheck;
using Pinfold.Core.WindowsModel;
using Pinfold.Core.WindowsModel.Access;
using Xunit;

namespace Pinfold.Core.Tests.WindowsModel.Access;

/// <summary>What holds whatever the token and the descriptor.</summary>
public sealed class AccessLawTests
{
    private static readonly GenericMapping Mapping = SecurableType.File.Mapping;

    [Fact]
    public void Restricting_never_adds_a_right() =>
        Gen.Select(AccessGens.Plain, AccessGens.Token, SecurityGens.Descriptor, AccessGens.Desired,
            SecurityGens.FewSids.Array[0, 3])
        .Sample((plain, token, descriptor, desired, sids) =>
        {
            var restricted = RestrictedTokens.Create(plain, RestrictedTokenFlags.WriteRestricted
                | RestrictedTokenFlags.LuaToken, sids, restrictingSids: token.RestrictingSids.AsSpan());

            // A condition may ask for the absence of a group: then taking one away gives.
            if (descriptor.Dacl?.Aces.Any(a => AceTypes.IsCallback(a.Type)) ?? false) return;
            var granted = AccessCheck.Check(restricted, descriptor, desired, Mapping).Granted;
            Assert.True(AccessCheck.Check(plain, descriptor, desired, Mapping).Granted.Contains(granted));
        });

    [Fact]
    public void More_rights_are_granted_only_when_each_alone_is() =>
        Gen.Select(AccessGens.Token, SecurityGens.Descriptor, SecurityGens.Mask).Sample((token, descriptor, desired) =>
    {
        desired = Mapping.Map(desired).Without(AccessMask.MaximumAllowed);
        if (!AccessCheck.Check(token, descriptor, desired, Mapping).IsGranted) return;
        for (var bit = 1u; bit != 0; bit <<= 1)
            if (desired.Contains(bit)) Assert.True(AccessCheck.Check(token, descriptor, bit, Mapping).IsGranted);
    });

    [Fact]
    public void The_maximum_of_a_token_without_write_restriction_is_what_can_be_had_bit_by_bit() =>
        Gen.Select(AccessGens.Token, SecurityGens.Descriptor).Sample((token, descriptor) =>
        {
            token = token with { IsWriteRestricted = false, EnabledPrivileges = Privileges.None };
            if (descriptor.Dacl is null) return;
            AccessMask single = default;
            for (var bit = 1u; bit != 0; bit <<= 1)
                if (bit != 0x02000000 && AccessCheck.Check(token, descriptor, bit, default).IsGranted) single |= bit;
            var maximum = AccessCheck.Check(token, descriptor, AccessMask.MaximumAllowed, default).Granted;
            AccessMask counted = 0x00ffffff; // generic bits cannot be asked for, SACL access needs its privilege
            Assert.Equal(single & counted, maximum & counted);
        });

    [Fact]
    public void Nothing_that_was_not_asked_for_is_granted() =>
        Gen.Select(AccessGens.Token, SecurityGens.Descriptor, SecurityGens.Mask).Sample((token, descriptor, desired) =>
    {
        desired = desired.Without(AccessMask.MaximumAllowed);
        var result = AccessCheck.Check(token, descriptor, desired, Mapping);
        Assert.Equal(result.IsGranted ? Mapping.Map(desired) : default, result.Granted);
    });

    [Fact]
    public void A_check_allocates_nothing()
    {
        var descriptor = SecurityDescriptor.Parse(
            "O:SYG:SYD:AI(A;ID;FA;;;SY)(A;ID;FA;;;BA)(A;ID;0x1301bf;;;AU)(A;ID;0x1200a9;;;BU)(A;;FA;;;S-1-5-80-1-2-3-4-5)");
        var desired = AccessMask.GenericRead | AccessMask.GenericWrite;
        Assert.True(AccessCheck.Check(Tokens.WriteRestricted, descriptor, desired, Mapping).IsGranted);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++) AccessCheck.Check(Tokens.WriteRestricted, descriptor, desired, Mapping);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }
}
