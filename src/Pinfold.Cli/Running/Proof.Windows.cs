using Pinfold.Cli.Policies;

namespace Pinfold.Cli.Running;

/// <summary>On Windows a fence proves itself when it has been built (<see cref="BuiltFence"/>): before that there is nothing to attack.</summary>
internal static class Proof
{
    internal static string? Fault(Fence fence) => null;
}
