using System.Globalization;
using System.Text;

namespace Pinfold.Core.WindowsModel.Sddl;

/// <summary>Descriptor → SDDL.</summary>
/// <param name="domains">The domains whose accounts are written as aliases.</param>
/// <param name="describe">True to write the reason where an entry cannot be said, instead of refusing.</param>
internal sealed class SddlWriter(SddlDomains domains, bool describe = false)
{
    private readonly StringBuilder _to = new();

    /// <summary>
    /// Bytes of the list that the text will be read as: values of attributes that stand close together come apart.
    /// </summary>
    private int _length;

    /// <summary>One entry, or the reason why SDDL cannot say it.</summary>
    internal static string Describe(Ace ace)
    {
        var writer = new SddlWriter(SddlDomains.None, describe: true);
        writer.Append(ace, 0);
        return writer._to.ToString();
    }

    internal string Descriptor(SecurityDescriptor descriptor)
    {
        if (descriptor.Owner is { } owner) _to.Append("O:").Append(SidAliases.Name(owner, domains));
        if (descriptor.Group is { } group) _to.Append("G:").Append(SidAliases.Name(group, domains));
        if (descriptor.Has(DescriptorControl.DaclPresent)) Append('D', descriptor.Dacl, (int)descriptor.Control);
        if (descriptor.Has(DescriptorControl.SaclPresent)) Append('S', descriptor.Sacl, (int)descriptor.Control >> 1);
        return _to.ToString();
    }

    private void Append(char letter, Acl? acl, int control)
    {
        _to.Append(letter).Append(':');
        if ((control & (int)DescriptorControl.DaclProtected) != 0) _to.Append('P');
        if ((control & (int)DescriptorControl.DaclAutoInheritRequired) != 0) _to.Append("AR");
        if ((control & (int)DescriptorControl.DaclAutoInherited) != 0) _to.Append("AI");
        if (acl is null && letter == 'D') _to.Append("NO_ACCESS_CONTROL");
        if (acl is null) return;
        _length = Acl.Empty.BinaryLength;
        for (var i = 0; i < acl.Aces.Length; i++) Append(acl.Aces[i], i);
    }

    private void Append(Ace ace, int index)
    {
        var start = _to.Length;
        try
        {
            AppendParts(ace);
        }
        catch (SecurityFormatException exception)
        {
            var cause = $"entry {index + 1} cannot be said in SDDL: {exception.Cause}";
            if (!describe) throw new SecurityFormatException(index, cause);
            _to.Length = start;
            _to.Append(CultureInfo.InvariantCulture,
                $"({ace.Type};{ace.Flags};{ace.Mask};{ace.Sid}: {exception.Cause})");
        }
    }

    private void AppendParts(Ace ace)
    {
        var word =
            Array.Find(SddlWords.Types, t => t.Type == ace.Type).Word ?? throw new SecurityFormatException(0,
                "there is no word for its type");
        _to.Append('(').Append(word).Append(';');
        foreach (var (flag, bit) in SddlWords.Flags)
            if (ace.Flags.HasFlag(bit)) _to.Append(flag);
        _to.Append(';').Append(Rights(ace)).Append(';').Append(ace.ObjectType?.ToString());
        _to.Append(';').Append(ace.InheritedObjectType?.ToString());
        _to.Append(';').Append(SidAliases.Name(ace.Sid, domains));
        if (ace.Type == AceType.ResourceAttribute)
        {
            var attribute = ace.ReadAttribute();
            _to.Append(';').Append(attribute.ToSddl(domains));
            ace = ace with { ApplicationData = attribute.ToBytes() };
        }
        else if (ace.ReadCondition() is { } condition) _to.Append(";(").Append(condition.ToSddl(domains)).Append(')');
        else if (ace.ApplicationData.Length > 0) throw new SecurityFormatException(0, "it has application data");
        _to.Append(')');
        if (_length + ace.BinaryLength > Acl.MaxBinaryLength)
            throw new SecurityFormatException(0, "read back, the access list would have more than 65,535 bytes");
        _length += ace.BinaryLength;
    }

    private static string Rights(Ace ace)
    {
        var mask = ace.Mask.Value;
        if (mask == 0) return "";
        var isLabel = ace.Type == AceType.MandatoryLabel;
        if (!isLabel && Array.Find(SddlWords.Masks, m => m.Bits == mask).Word is { } whole) return whole;
        var rest = mask;
        var text = "";
        foreach (var (word, bits) in isLabel ? SddlWords.Policies : SddlWords.Rights)
        {
            if ((mask & bits) == 0) continue;
            text += word;
            rest &= ~bits;
        }

        return rest == 0 ? text : ace.Mask.ToString();
    }
}
