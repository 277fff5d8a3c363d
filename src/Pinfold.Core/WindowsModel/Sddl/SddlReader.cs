using System.Collections.Immutable;
using Pinfold.Core.WindowsModel.Conditions;

namespace Pinfold.Core.WindowsModel.Sddl;

/// <summary>SDDL → descriptor, in one pass; each character is read once or twice, conditions nest to a limit.</summary>
internal sealed class SddlReader
{
    /// <summary>Characters: more than the longest two lists can need.</summary>
    private const int MaxLength = 1 << 20;

    private readonly SddlText _text;

    internal SddlReader(string sddl, SddlDomains domains)
    {
        if (sddl.Length > MaxLength)
            throw new SecurityFormatException(MaxLength, $"the text has more than {MaxLength} characters");
        _text = new(sddl, domains);
    }

    internal SecurityDescriptor Descriptor()
    {
        Sid? owner = null, group = null;
        (Acl? List, DescriptorControl Control)? dacl = null, sacl = null;
        while (!_text.AtEnd)
        {
            var start = _text.At;
            if (_text.Take("O:") && owner is null) owner = _text.Sid();
            else if (_text.At == start && _text.Take("G:") && group is null) group = _text.Sid();
            else if (_text.At == start && _text.Take("D:") && dacl is null) dacl = List(isDacl: true);
            else if (_text.At == start && _text.Take("S:") && sacl is null) sacl = List(isDacl: false);
            else throw new SecurityFormatException(start,
                _text.At > start ? "this part is there twice" : "'O:', 'G:', 'D:' or 'S:' is missing");
        }

        return new()
        {
            Control = DescriptorControl.SelfRelative | (dacl?.Control ?? DescriptorControl.None)
                | (sacl?.Control ?? DescriptorControl.None),
            Owner = owner, Group = group, Dacl = dacl?.List, Sacl = sacl?.List,
        };
    }

    private (Acl? List, DescriptorControl Control) List(bool isDacl)
    {
        var control = isDacl ? DescriptorControl.DaclPresent : DescriptorControl.SaclPresent;
        var isNull = false;
        while (!_text.AtEnd && _text.Current != '(')
        {
            // A SACL's flags are the DACL's, one bit further left.
            if (_text.Take("NO_ACCESS_CONTROL") && isDacl) isNull = true;
            else if (_text.Take("P"))
                control |= isDacl ? DescriptorControl.DaclProtected : DescriptorControl.SaclProtected;
            else if (_text.Take("AR"))
                control |= isDacl
                    ? DescriptorControl.DaclAutoInheritRequired
                    : DescriptorControl.SaclAutoInheritRequired;
            else if (_text.Take("AI"))
                control |= isDacl ? DescriptorControl.DaclAutoInherited : DescriptorControl.SaclAutoInherited;
            else if (_text.Current is 'O' or 'G' or 'D' or 'S') break;
            else throw _text.Error("'P', 'AR', 'AI' or an entry is missing");
        }

        if (isNull) return (null, control);
        var aces = ImmutableArray.CreateBuilder<Ace>();
        var length = 8;
        while (_text.Current == '(')
        {
            var start = _text.At;
            var ace = Entry();
            length += ace.BinaryLength;
            if (length > Acl.MaxBinaryLength)
                throw new SecurityFormatException(start, "with this entry the access list has more than 65,535 bytes");
            aces.Add(ace);
        }

        return (new(aces.DrainToImmutable()), control);
    }

    private Ace Entry()
    {
        _text.Expect('(');
        var start = _text.At;
        if (!_text.TakeAny(SddlWords.Types, out var type) || _text.Current != ';')
            throw new SecurityFormatException(start, "this is no type of entry");
        _text.At++;
        var flags = Flags();
        var mask = Rights(type);
        var objectType = OptionalGuid();
        var inheritedObjectType = OptionalGuid();
        if (!AceTypes.IsObject(type) && (objectType ?? inheritedObjectType) is not null)
            throw _text.Error($"an entry of type {type} names no GUID");
        var sid = _text.Sid();
        ImmutableArray<byte> data = [];
        if (type == AceType.ResourceAttribute)
        {
            _text.Expect(';');
            data = SecurityAttribute.ParseAt(_text).ToBytes();
        }
        else if (AceTypes.IsCallback(type) && _text.Current == ';')
        {
            _text.At++;
            data = ConditionalExpression.ParseAt(_text).ToBytes();
        }

        _text.Expect(')');
        return new(type, mask, sid) { Flags = flags, ObjectType = objectType, InheritedObjectType = inheritedObjectType,
            ApplicationData = data };
    }

    private AceFlags Flags()
    {
        var flags = AceFlags.None;
        while (_text.Current != ';')
        {
            if (!_text.TakeAny(SddlWords.Flags, out var flag)) throw _text.Error("this is no flag of an entry");
            flags |= flag;
        }

        _text.At++;
        return flags;
    }

    private AccessMask Rights(AceType type)
    {
        uint mask = 0;
        if (char.IsAsciiDigit(_text.Current)) mask = (uint)_text.Number(uint.MaxValue, out _);
        while (_text.Current != ';')
        {
            if (mask != 0 && char.IsAsciiDigit(_text.Text[_text.At - 1])) throw _text.Error("';' is missing");
            var words = type == AceType.MandatoryLabel ? SddlWords.Policies : SddlWords.Rights;
            if (!_text.TakeAny(words, out var bits)
                && (type == AceType.MandatoryLabel || !_text.TakeAny(SddlWords.Masks, out bits)))
                throw _text.Error("this is no right");
            mask |= bits;
        }

        _text.At++;
        return mask;
    }

    private Guid? OptionalGuid()
    {
        const int Length = 36;
        if (_text.Current == ';')
        {
            _text.At++;
            return null;
        }

        if (_text.Text.Length - _text.At < Length
            || !Guid.TryParseExact(_text.Text.AsSpan(_text.At, Length), "D", out var guid))
            throw _text.Error("this is no GUID");
        _text.At += Length;
        _text.Expect(';');
        return guid;
    }
}
