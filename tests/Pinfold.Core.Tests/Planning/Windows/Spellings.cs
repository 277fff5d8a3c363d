using Pinfold.Core.WindowsModel.Machine;

namespace Pinfold.Core.Tests.Planning.Windows;

/// <summary>All that one path may be called.</summary>
internal static class Spellings
{
    internal static IEnumerable<string> Of(NtMachine machine, string path)
    {
        var rest = path[3..];
        yield return path;
        yield return path.ToUpperInvariant();
        yield return path.ToLowerInvariant().Replace('\\', '/');
        yield return path + ".";
        yield return path + " . ";
        yield return path.Replace(@"\src", @"\src.\.\x\..", StringComparison.Ordinal).Replace(@"\x\..", "", StringComparison.Ordinal);
        yield return path + @"\.";
        yield return @"\\?\" + path;
        yield return @"\??\" + path;
        yield return @"\\.\" + path;
        yield return @"\\?\GLOBALROOT\Device\HarddiskVolume3\" + rest;
        yield return @"\Device\HarddiskVolume3\" + rest;
        yield return @"\\?\Volume{6f0b5a3e-0001-0000-0000-100000000000}\" + rest;
        yield return @"\\localhost\C$\" + rest;
        yield return @"\\127.0.0.1\c$\" + rest;
        yield return @"\\?\UNC\localhost\C$\" + rest;
        yield return path + "::$DATA";
        yield return path + "::$INDEX_ALLOCATION";
        yield return path + ":hidden";
        yield return path + ":hidden:$DATA";
        if (machine.ShortPath(path) is { } shortPath && shortPath != path) yield return shortPath;
    }
}
