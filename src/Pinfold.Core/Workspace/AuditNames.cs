using System.Collections.Immutable;
using System.Text;
using Pinfold.Core.Hashing;
using Pinfold.Core.Paths;
using Pinfold.Core.Policy;

namespace Pinfold.Core.Workspace;

/// <summary>
/// What an audit looks for in every folder: hand-off names, and names that <c>deny_read</c> patterns match.
/// </summary>
public sealed class AuditNames
{
    private readonly byte[][][] _byFirst = new byte[256][][];

    /// <param name="handoffs">Bare names.</param>
    /// <param name="secrets">Patterns.</param>
    public AuditNames(IEnumerable<string> handoffs, IEnumerable<Glob> secrets)
    {
        Handoffs = [.. handoffs.Append(".git").Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        Secrets = [.. secrets.OrderBy(g => g.Pattern, StringComparer.Ordinal)];
        foreach (var group in Handoffs.Select(OsText.Encode).GroupBy(n => n[0])) _byFirst[group.Key] = [.. group];
        Purpose = Crc32C.Of(Encoding.UTF8.GetBytes(
            string.Join('\0', Handoffs) + "\0\0" + string.Join('\0', Secrets.Select(s => s.Pattern))));
    }

    /// <summary>Bare hand-off names, <c>.git</c> among them.</summary>
    public ImmutableArray<string> Handoffs { get; }

    /// <summary>Patterns of secrets.</summary>
    public ImmutableArray<Glob> Secrets { get; }

    /// <summary>Equal for equal lists: what was found for one purpose says nothing about another.</summary>
    public uint Purpose { get; }

    /// <summary>What <paramref name="policy"/> asks an audit to look for.</summary>
    public static AuditNames Of(SandboxPolicy policy)
    {
        ArgumentNullException.ThrowIfNull(policy);
        var handoffs = new List<string>();
        foreach (var rule in policy.Protect)
            if (!rule.Name.Contains('/', StringComparison.Ordinal)) handoffs.Add(rule.Name);
        var secrets = new List<Glob>();
        foreach (var rule in policy.DenyRead)
            if (rule.Glob is { } glob) secrets.Add(glob);
        return new(handoffs, secrets);
    }

    /// <summary>True when <paramref name="name"/> is a hand-off name in any folder.</summary>
    public bool IsHandoff(ReadOnlySpan<byte> name)
    {
        if (name.IsEmpty || _byFirst[name[0]] is not { } names) return false;
        foreach (var candidate in names)
            if (name.SequenceEqual(candidate)) return true;
        return false;
    }

    /// <summary>
    /// False when no pattern of secrets matches an entry called <paramref name="name"/>, wherever it is.
    /// </summary>
    public bool MayBeSecret(ReadOnlySpan<byte> name)
    {
        if (Secrets.IsEmpty) return false;
        Span<char> text = stackalloc char[name.Length];
        var ascii = Ascii.ToUtf16(name, text, out var length) == System.Buffers.OperationStatus.Done;
        var last = ascii ? text[..length] : OsText.Decode(name).AsSpan();
        foreach (var glob in Secrets)
            if (glob.MayEndWith(last)) return true;
        return false;
    }

    /// <summary>True when a pattern of secrets matches <paramref name="path"/>.</summary>
    public bool IsSecret(CanonicalPath path) => Secrets.Any(g => g.Matches(path));
}
