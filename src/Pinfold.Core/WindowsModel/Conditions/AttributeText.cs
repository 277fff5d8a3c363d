using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Pinfold.Core.WindowsModel.Sddl;

namespace Pinfold.Core.WindowsModel.Conditions;

/// <summary>The text form of attributes (MS-DTYP 2.5.1.1, attribute-data).</summary>
internal static class AttributeText
{
    private static readonly (string Word, AttributeType Type)[] Types =
    [
        ("TI", AttributeType.Int64), ("TU", AttributeType.UInt64),
        ("TS", AttributeType.Text), ("TD", AttributeType.Sid),
        ("TX", AttributeType.Octets), ("TB", AttributeType.Boolean),
    ];

    internal static SecurityAttribute Parse(SddlText text)
    {
        text.Expect('(');
        var start = text.At;
        var name = text.Quoted();
        if (name.Length == 0) throw new SecurityFormatException(start, "the attribute has no name");
        if (name.Contains('\0', StringComparison.Ordinal))
            throw new SecurityFormatException(start, "the name has a NUL in it");
        text.Expect(',');
        var found = Array.Find(Types, t => text.Take(t.Word));
        if (found.Word is null) throw text.Error("this is no type of an attribute");
        text.Expect(',');
        var flags = (uint)text.Number(uint.MaxValue, out _);
        var values = ImmutableArray.CreateBuilder<object>();
        do
        {
            text.Expect(',');
            values.Add(Value(text, found.Type));
        }
        while (text.Current == ',');

        text.Expect(')');
        return new(name, found.Type, values.DrainToImmutable()) { Flags = flags };
    }

    internal static string Print(SecurityAttribute attribute, SddlDomains domains)
    {
        var to =
            new StringBuilder("(").Append(Quoted(attribute.Name)).Append(',')
                .Append(Array.Find(Types, t => t.Type == attribute.Type).Word);
        to.Append(CultureInfo.InvariantCulture, $",0x{attribute.Flags:x}");
        foreach (var value in attribute.Values)
        {
            to.Append(',').Append(value switch
            {
                string text => Quoted(text),
                Sid sid => SidAliases.Name(sid, domains),
                ImmutableArray<byte> octets => "#" + Convert.ToHexStringLower(octets.AsSpan()),
                bool flag => flag ? "1" : "0",
                IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
                _ => throw new InvalidOperationException("not a value of an attribute"),
            });
        }

        return to.Append(')').ToString();
    }

    private static object Value(SddlText text, AttributeType type)
    {
        switch (type)
        {
            case AttributeType.Text:
                var start = text.At;
                var quoted = text.Quoted();
                return quoted.Contains('\0', StringComparison.Ordinal)
                    ? throw new SecurityFormatException(start, "the string has a NUL in it")
                    : quoted;
            case AttributeType.Sid:
                return text.Sid();
            case AttributeType.Octets:
                return ImmutableArray.Create(text.Octets());
            case AttributeType.Boolean:
                return text.Number(1, out _) == 1;
            case AttributeType.UInt64:
                return text.Number(ulong.MaxValue, out _);
            default:
                var negative = text.Take("-");
                if (!negative) text.Take("+");
                var magnitude = text.Number(negative ? 1UL << 63 : long.MaxValue, out _);
                return negative ? unchecked(-(long)magnitude) : (long)magnitude;
        }
    }

    private static string Quoted(string text) => text.Contains('"', StringComparison.Ordinal)
        ? throw new SecurityFormatException(0, "a string of its attribute has a quote in it")
        : $"\"{text}\"";
}
