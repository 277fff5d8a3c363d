using System.Security.Cryptography;

namespace Pinfold.Compatibility.Tests.Fixture;

/// <summary>What a folder holds, one line an entry: kind, mode, link target or content hash, relative path.</summary>
internal static class Tree
{
    /// <param name="root">The folder.</param>
    /// <param name="except">Relative paths that are left out with all below them; a name without a slash is left out everywhere.</param>
    public static IReadOnlyList<string> Of(string root, IReadOnlyCollection<string> except)
    {
        var lines = new List<string>();
        Add(root, "", except, lines);
        lines.Sort(StringComparer.Ordinal);
        return lines;
    }

    private static void Add(string root, string folder, IReadOnlyCollection<string> except, List<string> lines)
    {
        foreach (var path in Directory.EnumerateFileSystemEntries(Path.Combine(root, folder)))
        {
            var name = Path.GetFileName(path);
            var relative = Path.Combine(folder, name);
            if (except.Contains(name, StringComparer.Ordinal) || except.Contains(relative, StringComparer.Ordinal)) continue;
            var info = new FileInfo(path);
            if (info.LinkTarget is { } target) lines.Add($"{relative}\tlink {target}");
            else if (info.Attributes.HasFlag(FileAttributes.Directory))
            {
                lines.Add($"{relative}\tfolder {info.UnixFileMode}");
                Add(root, relative, except, lines);
            }
            else lines.Add($"{relative}\tfile {info.UnixFileMode} {Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path)))}");
        }
    }
}
