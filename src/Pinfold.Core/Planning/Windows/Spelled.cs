using System.Collections.Immutable;
using Pinfold.Core.Paths;
using Pinfold.Core.Policy;

namespace Pinfold.Core.Planning.Windows;

/// <summary>
/// A policy whose literal paths are spelled as the disk spells them, so that comparing them needs no case.
/// </summary>
internal static class Spelled
{
    internal static SandboxPolicy As(SandboxPolicy policy, WindowsHostFacts host)
    {
        return policy with
        {
            Write = Respell(policy.Write), DenyRead = Respell(policy.DenyRead), Read = Respell(policy.Read),
            ProtectPaths = Respell(policy.ProtectPaths),
        };

        ImmutableArray<PathRule> Respell(ImmutableArray<PathRule> rules) =>
            [.. rules.Select(rule => rule.Path is { } path && host.Find(path) is { } found && found.Path != path
                ? rule with { Path = found.Path } : rule)];
    }
}
