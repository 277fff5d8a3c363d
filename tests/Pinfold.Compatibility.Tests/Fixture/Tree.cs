using System.Diagnostics;
using System.Security.Cryptography;

namespace Pinfold.Compatibility.Tests.Fixture;

/// <summary>What a folder holds, one line an entry: relative path, kind, mode, link target or content hash.</summary>
internal static class Tree
{
    /// <param name="root">The folder.</param>
    /// <param name="except">Relative paths that are left out with all below them; a name without a slash is left out
    /// everywhere.</param>
    public static IReadOnlyList<string> Of(string root, IReadOnlyCollection<string> except)
    {
        // find(1) tells a pipe, which never ends when it is read, from a file.
        using var find =
            Process.Start(new ProcessStartInfo("find", [root, "-mindepth", "1", "-printf", "%P\\t%y\\t%m\\t%l\\0"])
                { UseShellExecute = false, RedirectStandardOutput = true })!;
        var entries = find.StandardOutput.ReadToEnd()
            .Split('\0', StringSplitOptions.RemoveEmptyEntries).Select(e => e.Split('\t'));
        find.WaitForExit();
        if (find.ExitCode != 0) throw new IOException($"'find {root}' failed");
        return
        [
            .. entries.Where(e => !IsLeftOut(e[0], except))
                .Select(e => string.Join('\t', e) + (e[1] == "f" ? Hash(Path.Combine(root, e[0])) : ""))
                .Order(StringComparer.Ordinal),
        ];
    }

    private static bool IsLeftOut(string path, IReadOnlyCollection<string> except)
    {
        var names = path.Split('/');
        return except.Any(e => e.Contains('/', StringComparison.Ordinal)
            ? path == e || path.StartsWith(e + "/", StringComparison.Ordinal)
            : names.Contains(e, StringComparer.Ordinal));
    }

    private static string Hash(string path)
    {
        using var file = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(file));
    }
}
