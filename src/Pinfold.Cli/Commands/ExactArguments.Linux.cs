using Pinfold.Core.Paths;

namespace Pinfold.Cli.Commands;

/// <summary>The arguments byte for byte: the framework's own view loses what is not UTF-8.</summary>
internal static class ExactArguments
{
    private const char Lost = '\uFFFD';

    /// <summary><paramref name="args"/>, read again from the kernel when one of them may have lost bytes.</summary>
    internal static string[] Of(string[] args)
    {
        if (!Array.Exists(args, a => a.Contains(Lost, StringComparison.Ordinal))) return args;
        var text = File.ReadAllBytes("/proc/self/cmdline");
        var all = new List<string>();
        for (var start = 0; start < text.Length;)
        {
            var end = Array.IndexOf(text, (byte)0, start);
            if (end < 0) end = text.Length;
            all.Add(OsText.Decode(text.AsSpan(start, end - start)));
            start = end + 1;
        }

        return all.Count == args.Length + 1 ? [.. all[1..]] : throw new IOException("the command line has arguments "
            + "that are not UTF-8, and /proc/self/cmdline does not have them");
    }
}
