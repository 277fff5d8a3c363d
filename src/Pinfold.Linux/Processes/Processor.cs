using System.Numerics;
using Pinfold.Linux.Native;

namespace Pinfold.Linux.Processes;

/// <summary>A processor that this process may run on (sched_getaffinity(2)).</summary>
internal readonly unsafe record struct Processor(int Number)
{
    private const int Words = 16; // 1,024 processors, as glibc's cpu_set_t

    /// <summary>All of them; one that stands for any when the kernel does not say.</summary>
    internal static List<Processor> Usable()
    {
        var set = stackalloc ulong[Words];
        new Span<ulong>(set, Words).Clear();
        var usable = new List<Processor>();
        if (Libc.GetAffinity(0, Words * sizeof(ulong), set) == 0)
            for (var word = 0; word < Words; word++)
                for (var rest = set[word]; rest != 0; rest &= rest - 1)
                    usable.Add(new((word * 64) + BitOperations.TrailingZeroCount(rest)));
        return usable.Count > 0 ? usable : [new(-1)];
    }

    /// <summary>Keeps the calling thread on it, for work that is over within moments. No more than a wish.</summary>
    internal void Take()
    {
        if (Number < 0) return;
        var set = stackalloc ulong[Words];
        new Span<ulong>(set, Words).Clear();
        set[Number / 64] = 1UL << (Number % 64);
        _ = Libc.SetAffinity(0, Words * sizeof(ulong), set);
    }
}
