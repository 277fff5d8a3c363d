namespace Pinfold.Core.WindowsModel.Machine;

/// <summary>
/// Paths of Win32 → components from the root of the object manager (Win32, <i>Naming Files, Paths, and Namespaces</i>):
/// drive letters, <c>\\?\</c>, <c>\\.\</c>, volume GUIDs, GLOBALROOT, shares of this computer, and NT paths as they
/// are.
/// </summary>
internal sealed class NtNames
{
    private static readonly string[] ThisComputer = ["localhost", "127.0.0.1", "::1", "."];
    private readonly Dictionary<string, string[]> _devices = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, (string[] Place, NtShare Share)> _shares = new(
        StringComparer.OrdinalIgnoreCase);

    /// <summary>The names that a volume has besides its NT name.</summary>
    internal void Add(char drive, string guid, string device)
    {
        string[] place = ["Device", device];
        _devices[$"{drive}:"] = place;
        _devices[$"Volume{{{guid}}}"] = place;
    }

    /// <summary>A folder that this computer's server gives to others.</summary>
    internal void Add(NtShare share)
    {
        if (Parse(share.Folder) is not { } folder)
            throw new ArgumentException($"{share.Folder} names nothing", nameof(share));
        _shares[share.Name] = ([.. folder.Components], share);
    }

    /// <summary>
    /// Components, the stream's name, and the share by which they are reached; null where the path names nothing.
    /// </summary>
    internal (List<string> Components, string? Stream, NtShare? Share)? Parse(string path)
    {
        var isLiteral = path.StartsWith(@"\\?\", StringComparison.Ordinal)
            || path.StartsWith(@"\??\", StringComparison.Ordinal);
        var isNt = !isLiteral && path.StartsWith('\\') && !path.StartsWith(@"\\", StringComparison.Ordinal);
        if (!isLiteral && !isNt) path = path.Replace('/', '\\');
        var rest = isLiteral || path.StartsWith(@"\\.\", StringComparison.Ordinal) ? path[4..] : path;
        if (rest.StartsWith(@"\\", StringComparison.Ordinal)) rest = @"UNC\" + rest[2..];
        var parts = rest.Split('\\', StringSplitOptions.RemoveEmptyEntries).ToList();
        if (parts.Count == 0) return null;
        var place = new List<string>();
        NtShare? share = null;
        if ((isNt ? 0 : Start(parts, place, out share)) is not { } used) return null;
        parts.RemoveRange(0, used);
        var top = place.Count;
        string? stream = null;
        if (!isNt && parts.Count > 0 && parts[^1].Split(':') is { Length: > 1 } named)
        {
            parts[^1] = named[0];
            var type = named.Length > 2 ? named[2] : "$DATA";
            stream = named[1].Length > 0 && type.Equals("$DATA", StringComparison.OrdinalIgnoreCase) ? named[1] : null;
            if (named[0].Length == 0) parts.RemoveAt(parts.Count - 1);
        }

        foreach (var part in parts)
        {
            var name = isLiteral || isNt ? part : part.TrimEnd(' ', '.');
            if (!isLiteral && !isNt && part == "..")
                place.RemoveRange(Math.Max(top, place.Count - 1), place.Count > top ? 1 : 0);
            else if (name.Length > 0) place.Add(name);
        }

        return (place, stream, share);
    }

    /// <summary>Where the device leads; how many components it took.</summary>
    private int? Start(List<string> parts, List<string> place, out NtShare? share)
    {
        share = null;
        if (_devices.TryGetValue(parts[0], out var device))
        {
            place.AddRange(device);
            return 1;
        }

        if (parts[0].Equals("GLOBALROOT", StringComparison.OrdinalIgnoreCase)) return 1;
        if (parts[0].Equals("NUL", StringComparison.OrdinalIgnoreCase))
        {
            place.AddRange(["Device", "Null"]);
            return 1;
        }

        if (!parts[0].Equals("UNC", StringComparison.OrdinalIgnoreCase) || parts.Count < 3
            || !ThisComputer.Contains(parts[1], StringComparer.OrdinalIgnoreCase)
            || !_shares.TryGetValue(parts[2], out var shared)) return null;
        place.AddRange(shared.Place);
        share = shared.Share;
        return 3;
    }
}
