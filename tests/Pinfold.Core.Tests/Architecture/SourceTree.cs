using Pinfold.Compatibility.Tests.Fixture;

namespace Pinfold.Core.Tests.Architecture;

/// <summary>The repository's own files.</summary>
internal static class SourceTree
{
    internal static string Root => Repository.Root;

    /// <summary>
    /// Source files below <paramref name="folder"/>, relative to the root and with slashes; nothing that a build made.
    /// </summary>
    internal static string[] Files(string folder) =>
    [
        .. Directory.EnumerateFiles(Path.Combine(Root, folder), "*.cs", SearchOption.AllDirectories)
            .Select(f => Path.GetRelativePath(Root, f).Replace('\\', '/'))
            .Where(f => !f.Split('/').Any(part => part is "obj" or "bin")).Order(StringComparer.Ordinal),
    ];

    internal static string FolderOf(string file) => file[..file.LastIndexOf('/')];

    internal static string Read(string file) => File.ReadAllText(Path.Combine(Root, file));
}
