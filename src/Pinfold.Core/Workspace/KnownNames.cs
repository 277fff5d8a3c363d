using System.Collections.Immutable;
using System.Globalization;
using Pinfold.Core.Paths;

namespace Pinfold.Core.Workspace;

/// <summary>
/// What the audits of a root found and let stand: it is protected, or hidden, from the next start on.
/// </summary>
/// <param name="Purpose">The <see cref="AuditNames.Purpose"/> that was looked for.</param>
/// <param name="Handoffs">Hand-off names, <c>.git</c> files and folders, and <c>HEAD</c> of bare repositories.</param>
/// <param name="Secrets">What patterns of <c>deny_read</c> matched.</param>
public sealed record KnownNames(uint Purpose, ImmutableArray<CanonicalPath> Handoffs,
    ImmutableArray<CanonicalPath> Secrets)
{
    private const string Kind = "pinfold-known";

    /// <summary>The file's bytes.</summary>
    public byte[] ToFile() => TaggedFile.Format(
        Kind,
        [
            ('p', Purpose.ToString(CultureInfo.InvariantCulture)),
            .. Handoffs.Select(h => ('h', h.Value)),
            .. Secrets.Select(s => ('s', s.Value)),
        ]);

    /// <summary>The names; null when the file is damaged.</summary>
    public static KnownNames? Read(ReadOnlySpan<byte> file)
    {
        if (TaggedFile.Parse(Kind, file) is not [('p', var purpose), ..] entries) return null;
        if (!uint.TryParse(purpose, NumberStyles.None, CultureInfo.InvariantCulture, out var number)) return null;
        return new(number, Of('h'), Of('s'));

        ImmutableArray<CanonicalPath> Of(char tag) =>
            [.. entries.Where(e => e.Tag == tag && CanonicalPath.TryParse(e.Text, out _, out _))
                .Select(e => CanonicalPath.Parse(e.Text))];
    }
}
