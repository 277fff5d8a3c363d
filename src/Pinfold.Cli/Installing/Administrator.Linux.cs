using Pinfold.Linux.Native;

namespace Pinfold.Cli.Installing;

internal static partial class Administrator
{
    internal const string Who = "root";

    /// <summary>How its commands are written.</summary>
    internal const string Pinfold = "sudo pinfold";

    internal static bool IsHere => Libc.GetEuid() == 0;

    private static string Remedy(string verb) => $"run: sudo {Environment.ProcessPath ?? "pinfold"} {verb}";
}
