using System.Collections.Concurrent;
using Pinfold.Core.Planning;
using Pinfold.Linux.Seccomp;

namespace Pinfold.Broker;

/// <summary>The compiled filters of this release, each made once.</summary>
internal static class KnownFilters
{
    private static readonly ConcurrentDictionary<SyscallRules, byte[]> Compiled = [];

    internal static ReadOnlySpan<byte> Of(SyscallRules rules) => Compiled.GetOrAdd(rules, SeccompFilter.Compile);
}
