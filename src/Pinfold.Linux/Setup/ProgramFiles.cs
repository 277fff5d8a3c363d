using Pinfold.Core.Hashing;

namespace Pinfold.Linux.Setup;

/// <summary>The programs that setup copies: from beside the one that runs.</summary>
/// <param name="Folder">Where they are.</param>
internal sealed record ProgramFiles(string Folder)
{
    internal static readonly string[] Names = ["pinfold", "pinfold-launcher", "pinfold-broker"];

    /// <summary>
    /// True where one of them is, whole or cut off, and in an empty folder: one that has somebody else's files alone
    /// tells of no setup.
    /// </summary>
    internal static bool AreIn(string folder) => Directory.Exists(folder)
        && (!Directory.EnumerateFileSystemEntries(folder).Any()
            || Names.Any(n => File.Exists($"{folder}/{n}") || File.Exists(RootFile.Next($"{folder}/{n}"))));

    /// <summary>The bytes to install at <paramref name="path"/>.</summary>
    /// <exception cref="SetupException">This build does not have it.</exception>
    internal byte[] Bytes(string path)
    {
        if (path == $"{SetupPaths.Units}/{SetupPaths.Unit}")
            return System.Text.Encoding.UTF8.GetBytes(Systemd.UnitText);
        if (path == RunLevels.Script) return System.Text.Encoding.UTF8.GetBytes(RunLevels.ScriptText);
        var name = RootFile.Name(path);
        var file = $"{Folder.TrimEnd('/')}/{name}";
        if (!Names.Contains(name, StringComparer.Ordinal))
            throw new SetupException($"{path} is none of Pinfold's programs");
        if (!File.Exists(file))
            throw new SetupException($"{name} is not in {Folder}, so that there is nothing to install; "
                + "build the whole program: ./pinfold --version");
        if (File.Exists(file + ".dll"))
            throw new SetupException($"{file} is a build for debugging, which needs files around it; "
                + "run 'pinfold setup' of a published one");
        var info = new FileInfo(file);
        return info.Length <= RootFile.MaxBytes
            ? File.ReadAllBytes(file)
            : throw new SetupException($"{file} is longer than {RootFile.MaxBytes} bytes");
    }

    internal string Hash(string path) => Sha256.Hex(Bytes(path));
}
