using System.Globalization;
using Pinfold.Core.Paths;

namespace Pinfold.Core.Workspace;

/// <summary>
/// That an item comes back from a quarantine, as it is noted before it moves, so that a kill in the middle is made
/// good.
/// </summary>
/// <param name="Session">The session's folder.</param>
/// <param name="Id">The item's number in its quarantine.</param>
/// <param name="Origin">Where it goes.</param>
/// <param name="Identity">Which file or folder it is: what has its name later may be another.</param>
public sealed record Restoration(CanonicalPath Session, int Id, CanonicalPath Origin, string Identity)
{
    private const string Kind = "pinfold-restoration";

    /// <summary>The note's bytes.</summary>
    internal byte[] ToFile() =>
        TaggedFile.Format(Kind,
            [('s', Session.Value), ('n', Id.ToString(CultureInfo.InvariantCulture)), ('o', Origin.Value),
                ('i', Identity)]);

    /// <summary>
    /// Reads a note; null when it is damaged: it was killed before it was whole, and so before anything moved.
    /// </summary>
    internal static Restoration? Read(ReadOnlySpan<byte> bytes) =>
        TaggedFile.Parse(Kind, bytes) is [('s', var session), ('n', var number), ('o', var origin), ('i', var identity)]
        && int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var id)
            ? new(CanonicalPath.Parse(session), id, CanonicalPath.Parse(origin), identity)
            : null;
}
