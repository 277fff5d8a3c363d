using Pinfold.Core.Hashing;

namespace Pinfold.Linux.Attacks;

/// <summary>The programs that the fence is made by.</summary>
internal static class TrustedPrograms
{
    /// <summary>Their paths; <paramref name="program"/> is the one that plans.</summary>
    internal static IEnumerable<string> All(string program) => [program, Processes.Launcher.Path];

    /// <summary>SHA-256, in hexadecimal.</summary>
    internal static string Hash(string path) => Sha256.Hex(File.ReadAllBytes(path));
}
