using Pinfold.Cli.Policies;
using Pinfold.Core.Decisions;

namespace Pinfold.Cli.Explaining;

internal static partial class Explain
{
    /// <summary>Linux has mounts in place of descriptors: the policy's word is all there is.</summary>
    private static IReadOnlyList<string>? Check(Request request, Func<Fence> fence) => null;
}
