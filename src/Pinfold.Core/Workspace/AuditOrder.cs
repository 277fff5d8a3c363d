using System.Collections.Immutable;
using System.Globalization;
using Pinfold.Core.Paths;

namespace Pinfold.Core.Workspace;

/// <summary>What is needed to audit one root after a command, written down before the command starts.</summary>
public sealed record AuditOrder
{
    private const string Kind = "pinfold-owed";

    /// <summary>The writable root.</summary>
    public required CanonicalPath Root { get; init; }

    /// <summary>The session's folder; its name is the session's id.</summary>
    public required CanonicalPath Session { get; init; }

    /// <summary>
    /// Nanoseconds since the epoch on the clock that stamps files: what the command makes is not older.
    /// </summary>
    public required long FileTime { get; init; }

    /// <summary>Nanoseconds since boot at the same moment; tells when the other clock was set in between.</summary>
    public required long SinceBoot { get; init; }

    /// <summary>What to look for.</summary>
    public required AuditNames Names { get; init; }

    /// <summary>Paths that were protected, and so are not the command's.</summary>
    public required ImmutableArray<CanonicalPath> Protected { get; init; }

    /// <summary>Git directories that were known.</summary>
    public required ImmutableArray<CanonicalPath> Git { get; init; }

    /// <summary>Paths that the user gave back to the command (<c>unprotect</c>): whatever is there may stay.</summary>
    public ImmutableArray<CanonicalPath> Released { get; init; } = [];

    /// <summary>The file's bytes.</summary>
    public byte[] ToFile() => TaggedFile.Format(
        Kind,
        [
            ('r', Root.Value), ('s', Session.Value), ('t', FileTime.ToString(CultureInfo.InvariantCulture)),
            ('b', SinceBoot.ToString(CultureInfo.InvariantCulture)),
            .. Names.Handoffs.Select(n => ('n', n)), .. Names.Secrets.Select(g => ('d', g.Pattern)),
            .. Protected.Select(p => ('p', p.Value)),
            .. Git.Select(p => ('g', p.Value)), .. Released.Select(p => ('u', p.Value)),
        ]);

    /// <summary>The order; null when the file is damaged.</summary>
    public static AuditOrder? Read(ReadOnlySpan<byte> file)
    {
        if (TaggedFile.Parse(Kind, file) is not { } entries) return null;
        if (Paths('r') is not [var root] || Paths('s') is not [var session]) return null;
        if (!long.TryParse(Text('t').FirstOrDefault(), NumberStyles.None, CultureInfo.InvariantCulture, out var time))
            return null;
        if (!long.TryParse(Text('b').FirstOrDefault(), NumberStyles.None, CultureInfo.InvariantCulture, out var boot))
            return null;
        return new()
        {
            Root = root,
            Session = session,
            FileTime = time,
            SinceBoot = boot,
            Names = new(Text('n'), Text('d').Select(Glob.Parse)),
            Protected = [.. Paths('p')],
            Git = [.. Paths('g')],
            Released = [.. Paths('u')],
        };

        IEnumerable<string> Text(char tag) => entries.Where(e => e.Tag == tag).Select(e => e.Text);
        List<CanonicalPath> Paths(char tag) => [.. Text(tag).Select(CanonicalPath.Parse)];
    }
}
