using System.Text;
using Pinfold.Core.WindowsModel;
using Pinfold.Core.WindowsModel.Conditions;

namespace Pinfold.Fuzz.Targets;

/// <summary>Any text as SDDL, and as a condition.</summary>
internal static class SddlTarget
{
    internal static void Run(byte[] input)
    {
        var text = Encoding.Latin1.GetString(input);
        if (ConditionalExpression.TryParse(text, out var condition, out var fault))
        {
            Claim.That(ConditionalExpression.Read(condition.ToBytes().AsSpan()).Equals(condition),
                "a condition survives its bytes");
            Claim.That(ConditionalExpression.Parse(condition.ToSddl()).Equals(condition),
                "a condition survives its text");
        }
        else
        {
            Claim.That(fault.Offset >= 0 && fault.Offset <= text.Length, "an error's place is in the text");
        }

        if (!SecurityDescriptor.TryParse(text, out var descriptor, out var error))
        {
            Claim.That(error.Offset >= 0 && error.Offset <= text.Length && error.Cause.Length > 0,
                "an error says where and why");
            return;
        }

        Claim.That(SecurityDescriptor.Read(descriptor.ToBytes()) == descriptor, "a descriptor survives its bytes");
        var usual = descriptor.ToSddl();
        Claim.That(SecurityDescriptor.Parse(usual) == descriptor, "a descriptor survives its text");
        Claim.That(SecurityDescriptor.Parse(usual).ToSddl() == usual, "the usual form stays as it is");
    }
}
