namespace Pinfold.Core.WindowsModel.Machine;

/// <summary>
/// Paths of Win32 → components from the root of the object manager (Win32, <i>Naming Files, Paths, and Namespaces</i>): drive letters,
/// <c>\\?\</c>, <c>\\.\</c>, volume GUIDs, GLOBALROOT, the administrative shares of this computer, and NT paths as they are.
/// </summary>
internal sealed class NtNames
{
    private static readonly string[] ThisComputer = ["localhost", "127.0.0.1", "::1", "."];
    private readonly Dictionary<string, string[]> _devices = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The names that a volume has besides its NT name.</summary>
    internal void Add(char drive, string guid, string device)
    {
        string[] place = ["Device", device];
        _devices[$"{drive}:"] = place;
        _devices[$"Volume{{{guid}}}"] = place;
    }

    /// <summary>Components and the stream's name; null where the path names nothing.</summary>
    internal (List<string> Components, string? Stream)? Parse(string path)
    {
        var isLiteral = path.StartsWith(@"\\?\", StringComparison.Ordinal) || path.StartsWith(@"\??\", StringComparison.Ordinal);
        var isNt = !isLiteral && path.StartsWith('\\') && !path.StartsWith(@"\\", StringComparison.Ordinal);
        if (!isLiteral && !isNt) path = path.Replace('/', '\\');
        var rest = isLiteral || path.StartsWith(@"\\.\", StringComparison.Ordinal) ? path[4..] : path;
        if (rest.StartsWith(@"\\", StringComparison.Ordinal)) rest = @"UNC\" + rest[2..];
        var parts = rest.Split('\\', StringSplitOptions.RemoveEmptyEntries).ToList();
        if (parts.Count == 0) return null;
        var place = new List<string>();
        if ((isNt ? 0 : Start(parts, place)) is not { } used) return null;
        parts.RemoveRange(0, used);
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
            if (!isLiteral && !isNt && part == "..") place.RemoveRange(Math.Max(2, place.Count - 1), place.Count > 2 ? 1 : 0);
            else if (name.Length > 0) place.Add(name);
        }

        return (place, stream);
    }

    /// <summary>Where the device leads; how many components it took.</summary>
    private int? Start(List<string> parts, List<string> place)
    {
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
            || parts[2].Length != 2 || parts[2][1] != '$' || !_devices.TryGetValue($"{parts[2][0]}:", out device)) return null;
        place.AddRange(device);
        return 3;
    }
}
