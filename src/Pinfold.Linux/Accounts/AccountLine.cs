using System.Globalization;

namespace Pinfold.Linux.Accounts;

/// <summary>An account as passwd(5) has it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Uid">Its uid.</param>
/// <param name="Gid">The gid of its own group.</param>
/// <param name="Comment">The field for people.</param>
/// <param name="Home">Its home folder.</param>
/// <param name="Shell">Its shell.</param>
internal sealed record AccountLine(string Name, uint Uid, uint Gid, string Comment, string Home, string Shell)
{
    /// <summary>The accounts of this host's own file; what a directory service has is not in it.</summary>
    internal static IEnumerable<AccountLine> All() => File.ReadLines("/etc/passwd").Select(Parse).OfType<AccountLine>();

    internal static AccountLine? Parse(string line)
    {
        var fields = line.Split(':');
        return fields.Length == 7 && Id(fields[2]) is { } uid && Id(fields[3]) is { } gid
            ? new(fields[0], uid, gid, fields[4], fields[5], fields[6])
            : null;
    }

    internal static uint? Id(string text) =>
        uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : null;
}
