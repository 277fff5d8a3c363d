using Pinfold.Core.WindowsModel;
using Pinfold.Core.WindowsModel.Access;
using Pinfold.Core.WindowsModel.Inheritance;
using Xunit;

namespace Pinfold.Core.Tests.WindowsModel;

public sealed class AceTypesTests
{
    [Fact]
    public void A_type_is_known_when_it_has_a_name()
    {
        for (var value = 0; value <= byte.MaxValue; value++)
            Assert.Equal(Enum.IsDefined((AceType)value), AceTypes.IsKnown((AceType)value));
    }

    [Fact]
    public void Types_are_what_their_names_say() => Assert.All(Enum.GetValues<AceType>(), type =>
    {
        var name = type.ToString();
        Assert.Equal(name.Contains("Object", StringComparison.Ordinal), AceTypes.IsObject(type));
        Assert.Equal(name.Contains("Callback", StringComparison.Ordinal) || type == AceType.AccessFilter,
            AceTypes.IsCallback(type));
        Assert.Equal(name.StartsWith("Allowed", StringComparison.Ordinal), AceTypes.IsAllow(type));
        Assert.Equal(name.StartsWith("Denied", StringComparison.Ordinal), AceTypes.IsDeny(type));
    });

    /// <summary>
    /// MS-DTYP 2.4.4.1, and the two later types of winnt.h. All but the compound entry: <see cref="AceType"/>.
    /// </summary>
    [Fact]
    public void Every_type_that_is_listed_is_carried_byte_by_byte()
    {
        var sid = WellKnownSids.Everyone;
        for (byte type = 0; type <= 0x15; type++)
        {
            byte[] entry = [type, 0x40, 0, 0, 0x89, 0, 0x12, 0,
                .. AceTypes.IsObject((AceType)type)
                    ? (byte[])[1, 0, 0, 0, .. Guid.Parse("bf967aba-0de6-11d0-a285-00aa003049e2").ToByteArray()]
                    : [],
                .. Bytes(sid), 1, 2, 3, 4];
            entry[2] = (byte)entry.Length;
            byte[] list = [4, 0, (byte)(8 + entry.Length), 0, 1, 0, 0, 0, .. entry];
            if (type == 4)
            {
                Assert.Equal("entries of type 0x04 are not known",
                    Assert.Throws<SecurityFormatException>(() => Acl.Read(list)).Cause);
                continue;
            }

            var read = Acl.Read(list);
            Assert.Equal(sid, Assert.Single(read.Aces).Sid);
            Assert.Equal(list, read.ToBytes());
            var descriptor = SecurityDescriptor.Parse("O:SYD:(A;;FA;;;BU)") with
            {
                Sacl = read,
                Control = DescriptorControl.SelfRelative | DescriptorControl.DaclPresent | DescriptorControl.SaclPresent
            };
            Assert.Equal(descriptor.ToBytes(), SecurityDescriptor.Read(descriptor.ToBytes()).ToBytes());
        }

        static byte[] Bytes(Sid sid)
        {
            var bytes = new byte[sid.BinaryLength];
            sid.Write(bytes);
            return bytes;
        }
    }

    [Theory]
    [InlineData("(TL;;FR;;;S-1-19-512-4096)")] // as on files of the system
    [InlineData("(RA;;;;;WD;(\"Project\",TS,0x0,\"Windows\",\"SQL\"))")]
    [InlineData("(SP;;;;;S-1-17-1)")]
    [InlineData("(AL;SA;FR;;;WD)")]
    [InlineData("(TL;;FR;;;S-1-19-512-4096)(RA;;;;;WD;(\"Project\",TI,0x0,1))(SP;;;;;S-1-17-1)")]
    public void What_else_a_SACL_says_is_kept_when_a_label_comes_and_goes_and_decides_nothing(string entries)
    {
        var before = SecurityDescriptor.Parse($"O:SYG:SYD:(A;;FR;;;BU)S:{entries}");
        Assert.Equal($"O:SYG:SYD:(A;;FR;;;BU)S:{entries}", before.ToSddl());
        Assert.Equal(before, SecurityDescriptor.Read(before.ToBytes()));
        var label = new Ace(AceType.MandatoryLabel, 1, WellKnownSids.Medium);
        var labelled = OwnEntries.WithLabel(before, label);
        Assert.Equal($"O:SYG:SYD:(A;;FR;;;BU)S:(ML;;NW;;;ME){entries}", labelled.ToSddl());
        Assert.Equal(before, OwnEntries.WithLabel(labelled, null));
        var inherited = Propagation.InheritSacl(SecurityDescriptor.Parse("O:SYS:(ML;OICI;NW;;;LW)"), before,
            NewObject.Of(before, isContainer: false, SecurableType.File.Mapping));
        Assert.Equal($"O:SYG:SYD:(A;;FR;;;BU)S:AI{entries}(ML;ID;NW;;;LW)", inherited.ToSddl());
        var (with, without) = (Maximum(before), Maximum(SecurityDescriptor.Parse("O:SYG:SYD:(A;;FR;;;BU)")));
        Assert.Equal(without, with);

        static AccessMask Maximum(SecurityDescriptor descriptor) =>
            AccessCheck.Check(Tokens.User, descriptor, AccessMask.MaximumAllowed, SecurableType.File.Mapping).Granted;
    }
}
