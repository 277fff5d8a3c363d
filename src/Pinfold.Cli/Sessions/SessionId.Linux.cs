using Pinfold.Linux.Native;

namespace Pinfold.Cli.Sessions;

internal static partial class SessionId
{
    /// <summary>The framework's generator would load a library for it, at half a millisecond a start.</summary>
    private static ulong Random() => Libc.Random();
}
