using System.Text;
using Pinfold.Core.WindowsModel;
using Pinfold.Core.WindowsModel.Access;
using Pinfold.Core.WindowsModel.Conditions;

namespace Pinfold.Fuzz.Targets;

/// <summary>Any bytes as a security descriptor of Windows, and as its parts.</summary>
internal static class SidAclTarget
{
    private static readonly Token User = new(WellKnownSids.Users) { Groups = [new(WellKnownSids.Everyone)] };

    internal static void Run(byte[] input)
    {
        Part(input, bytes =>
            Claim.That(Sid.Read(bytes).ToBytes().AsSpan().SequenceEqual(bytes), "a SID is written as it was read"));
        Part(input, bytes => Claim.That(Acl.Read(bytes).ToBytes().AsSpan().SequenceEqual(bytes),
            "an access list is written as it was read"));
        Part(input, bytes =>
        {
            var condition = ConditionalExpression.Read(bytes);
            Claim.That(ConditionalExpression.Read(condition.ToBytes().AsSpan()).Equals(condition),
                "a condition survives being written");
        });
        Part(input, bytes =>
        {
            var attribute = SecurityAttribute.Read(bytes).ToBytes();
            Claim.That(SecurityAttribute.Read(attribute.AsSpan()).ToBytes().AsSpan().SequenceEqual(attribute.AsSpan()),
                "an attribute survives being written");
        });
        Said(Encoding.UTF8.GetString(input));
        if (!SecurityDescriptor.TryRead(input, out var descriptor, out var error))
        {
            Claim.That(error.Offset >= 0 && error.Offset <= input.Length && error.Cause.Length > 0,
                "an error says where and why");
            return;
        }

        var written = descriptor.ToBytes();
        Claim.That(SecurityDescriptor.Read(written) == descriptor, "a descriptor survives being written");
        Claim.That(SecurityDescriptor.Read(written).ToBytes().AsSpan().SequenceEqual(written),
            "what is written stays as it is");
        Claim.That(descriptor.ToString().Length > 0 || written.Length == 20, "every descriptor can be shown");
        foreach (var type in SecurableType.All)
        {
            var result = AccessCheck.Check(User, descriptor, AccessMask.MaximumAllowed, type.Mapping);
            Claim.That(AccessCheck.Explain(User, descriptor, AccessMask.MaximumAllowed, type.Mapping).Result == result,
                "explaining changes nothing");
        }

        string sddl;
        try
        {
            sddl = descriptor.ToSddl();
        }
        catch (SecurityFormatException)
        {
            return; // SDDL cannot say everything
        }

        Claim.That(SecurityDescriptor.Parse(sddl).ToSddl() == sddl, "what SDDL says is read as it was said");
    }

    private static void Said(string text)
    {
        if (Sid.TryParse(text, out var sid, out var error))
            Claim.That(Sid.Parse(sid.ToString()) == sid, "a SID is read as it is said");
        else
            Claim.That(error.Offset >= 0 && error.Offset <= text.Length && error.Cause.Length > 0,
                "an error says where and why");
    }

    private static void Part(byte[] input, Action<byte[]> read)
    {
        try
        {
            read(input);
        }
        catch (SecurityFormatException exception)
        {
            Claim.That(exception.Offset >= 0 && exception.Offset <= input.Length, "an error's place is in the input");
        }
    }
}
