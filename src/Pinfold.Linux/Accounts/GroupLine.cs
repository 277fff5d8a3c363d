namespace Pinfold.Linux.Accounts;

/// <summary>A group as group(5) has it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Gid">Its gid.</param>
/// <param name="Members">Names of accounts that have it besides their own group.</param>
internal sealed record GroupLine(string Name, uint Gid, string Members)
{
    /// <summary>The groups of this host's own file.</summary>
    internal static IEnumerable<GroupLine> All() => File.ReadLines("/etc/group").Select(Parse).OfType<GroupLine>();

    internal static GroupLine? Parse(string line)
    {
        var fields = line.Split(':');
        return fields.Length == 4 && AccountLine.Id(fields[2]) is { } gid ? new(fields[0], gid, fields[3]) : null;
    }
}
