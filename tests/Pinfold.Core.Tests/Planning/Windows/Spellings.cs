using Pinfold.Core.WindowsModel.Machine;

namespace Pinfold.Core.Tests.Planning.Windows;

/// <summary>
/// All that one path may be called; shares of this computer are another way, by a server (ShareTests).
/// </summary>
internal static class Spellings
{
    internal static IEnumerable<string> Of(NtMachine machine, string path)
    {
        var rest = path[3..];
        var volume = machine.Volumes.Single(v => v.Drive == path[0]);
        yield return path;
        yield return path.ToUpperInvariant();
        yield return path.ToLowerInvariant().Replace('\\', '/');
        yield return path + ".";
        yield return path + " . ";
        yield return path.Replace(@"\src", @"\src.\.\x\..", StringComparison.Ordinal)
            .Replace(@"\x\..", "", StringComparison.Ordinal);
        yield return path + @"\.";
        yield return @"\\?\" + path;
        yield return @"\??\" + path;
        yield return @"\\.\" + path;
        yield return @"\\?\GLOBALROOT\Device\" + volume.Device + '\\' + rest;
        yield return @"\Device\" + volume.Device + '\\' + rest;
        yield return $@"\\?\Volume{{{volume.Guid}}}\{rest}";
        yield return path + "::$DATA";
        yield return path + "::$INDEX_ALLOCATION";
        yield return path + ":hidden";
        yield return path + ":hidden:$DATA";
        if (machine.ShortPath(path) is { } shortPath && shortPath != path) yield return shortPath;
    }
}
