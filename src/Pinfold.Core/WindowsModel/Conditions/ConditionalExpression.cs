using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Pinfold.Core.WindowsModel.Sddl;

namespace Pinfold.Core.WindowsModel.Conditions;

/// <summary>The condition of a callback entry (MS-DTYP 2.4.4.17). Equal when the binary forms are.</summary>
public sealed class ConditionalExpression : IEquatable<ConditionalExpression>
{
    /// <summary>
    /// How deep operators nest at most; Windows has a limit of its own kind (1,024 items on the stack).
    /// </summary>
    public const int MaxDepth = 128;

    private readonly ImmutableArray<byte> _bytes;

    internal ConditionalExpression(ConditionNode root, int offset = 0)
    {
        Root = root;
        _bytes = ConditionCodec.Write(root);
        if (_bytes.Length > ConditionCodec.MaxLength)
            throw new SecurityFormatException(offset,
                $"the condition has {_bytes.Length} bytes; an entry holds {ConditionCodec.MaxLength}");
    }

    /// <summary>The outermost operator, or the attribute that is the whole condition.</summary>
    public ConditionNode Root { get; }

    /// <summary>Reads the text form, without the parentheses that SDDL puts around it.</summary>
    /// <exception cref="SecurityFormatException">The text is no condition.</exception>
    public static ConditionalExpression Parse(string text, SddlDomains? domains = null)
    {
        var reader = new SddlText(text, domains ?? SddlDomains.None);
        var root = new ConditionParser(reader).Expression();
        reader.SkipSpace();
        return reader.AtEnd ? new(root) : throw reader.Error("text follows the condition");
    }

    /// <summary>As <see cref="Parse"/>, with the error as a value.</summary>
    public static bool TryParse(
        string text, [NotNullWhen(true)] out ConditionalExpression? expression,
        [NotNullWhen(false)] out SecurityFormatException? error) =>
        Reading.Try(text, t => Parse(t), out expression, out error);

    /// <summary>Reads the binary form, from its signature <c>artx</c> to the padding.</summary>
    /// <exception cref="SecurityFormatException">The bytes are no condition.</exception>
    public static ConditionalExpression Read(ReadOnlySpan<byte> bytes) => new(ConditionCodec.Read(bytes));

    /// <summary>True when <paramref name="applicationData"/> begin as a condition does.</summary>
    public static bool HasSignature(ReadOnlySpan<byte> applicationData) => applicationData.StartsWith("artx"u8);

    /// <summary>The binary form, padded to a multiple of 4.</summary>
    public ImmutableArray<byte> ToBytes() => _bytes;

    /// <summary>The text form, without parentheses around it.</summary>
    /// <exception cref="SecurityFormatException">A string has a quote in it, which SDDL cannot say.</exception>
    public string ToSddl(SddlDomains? domains = null) => new ConditionPrinter(domains ?? SddlDomains.None).Print(Root);

    /// <inheritdoc/>
    public bool Equals(ConditionalExpression? other) =>
        other is not null && _bytes.AsSpan().SequenceEqual(other._bytes.AsSpan());

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as ConditionalExpression);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        hash.AddBytes(_bytes.AsSpan());
        return hash.ToHashCode();
    }

    /// <summary>The parenthesised condition that begins at the place of <paramref name="text"/>.</summary>
    internal static ConditionalExpression ParseAt(SddlText text)
    {
        var start = text.At;
        text.Expect('(');
        var root = new ConditionParser(text).Expression();
        text.SkipSpace();
        text.Expect(')');
        return new(root, start);
    }
}
