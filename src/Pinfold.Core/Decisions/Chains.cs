using System.Collections.Immutable;
using Pinfold.Core.Paths;

namespace Pinfold.Core.Decisions;

/// <summary>Chains of reasons, weakest first; the common ones are made once.</summary>
internal static class Chains
{
    internal static readonly ImmutableArray<Reason> Reads = [Defaults.Reads];
    internal static readonly ImmutableArray<Reason> Writes = [Defaults.Writes];
    internal static readonly ImmutableArray<Reason> Commands = [Defaults.Commands];

    /// <summary>Lifted secrets with what lifts them, then those that stand: the last one decides.</summary>
    internal static ImmutableArray<Reason> Of(List<Secret> secrets, CanonicalPath path)
    {
        var chain = ImmutableArray.CreateBuilder<Reason>();
        chain.Add(Defaults.Reads);
        foreach (var secret in secrets)
        {
            if (secret.GrantFor(path) is not { } grant) continue;
            chain.Add(secret.Reason);
            chain.Add(grant);
        }

        foreach (var secret in secrets)
            if (secret.GrantFor(path) is null) chain.Add(secret.Reason);
        return chain.DrainToImmutable();
    }
}
