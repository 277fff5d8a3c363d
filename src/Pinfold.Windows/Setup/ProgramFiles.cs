using System.Security.Cryptography;

namespace Pinfold.Windows.Setup;

/// <summary>The programs that setup copies: from beside the one that runs.</summary>
internal static class ProgramFiles
{
    private static readonly string[] Names = ["pinfold.exe", "pinfold-broker.exe"];

    /// <summary>Each with its hash.</summary>
    /// <exception cref="SetupException">This build does not have it.</exception>
    internal static IEnumerable<(string Name, string Sha256)> In(string folder)
    {
        foreach (var name in Names)
        {
            var file = Path.Combine(folder, name);
            if (!File.Exists(file))
                throw new SetupException(
                    $"{name} is not in {folder}, so that there is nothing to install; unpack the whole release, or build it: dotnet publish src/Pinfold.Cli -r win-x64");
            if (File.Exists(Path.ChangeExtension(file, ".dll")))
                throw new SetupException(
                    $"{file} is a build for debugging, which needs files around it; run 'pinfold setup' of a published one");
            yield return (name, Hash(file));
        }
    }

    /// <summary>
    /// True where one of them is, and in an empty folder: one that has somebody else's files alone tells of no setup.
    /// </summary>
    internal static bool AreIn(string folder) => Directory.Exists(folder)
        && (!Directory.EnumerateFileSystemEntries(folder).Any()
            || Names.Any(n => File.Exists(Path.Combine(folder, n))));

    internal static string Hash(string path)
    {
        using var stream = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }
}
