using System.Runtime.InteropServices;
using Pinfold.Core.Policy;
using Pinfold.Windows.Native;

namespace Pinfold.Windows.Attacks;

/// <summary>
/// Taking more of the machine than the policy gives. What is taken outside is bounded, and given back.
/// </summary>
internal static unsafe class ResourceLimits
{
    private const int MostProcesses = 8, Tried = 16;
    private const uint Block = 64 << 20;
    private const long MostMemory = 1L << 30;

    internal static IEnumerable<AttackCode> Codes =>
    [
        new("limit-processes", Fork, s => s.Report.Data == "all")
        {
            Denials = [Kernel32.ERROR_NOT_ENOUGH_QUOTA],
            Policy = p => p with { Limits = p.Limits with { Processes = MostProcesses } },
        },
        new("limit-memory", a => Take(a, 24, "all"), s => s.Report.Data == "all")
            { Denials = OutOfMemory, Policy = Memory },
        new("limit-memory-of-tree", Tree, s => s.Report.Succeeded) { Denials = OutOfMemory, Policy = Memory },
        new("limit-time", Forever, s => s.Knows("stopped")) { TimesOut = true },
    ];

    private static System.Collections.Immutable.ImmutableArray<int> OutOfMemory =>
        [Kernel32.ERROR_COMMITMENT_LIMIT, Kernel32.ERROR_NOT_ENOUGH_MEMORY];

    /// <summary>The part of a child: it takes what it can, and ends with the error that stopped it.</summary>
    internal static int Allocate()
    {
        for (var i = 0; i < 12; i++)
            if (Commit() == 0) return Marshal.GetLastPInvokeError();
        return 0;
    }

    private static SandboxPolicy Memory(SandboxPolicy policy) =>
        policy with { Limits = policy.Limits with { Memory = MostMemory } };

    private static nint Commit() =>
        Kernel32.VirtualAlloc(0, Block, Kernel32.MEM_COMMIT | Kernel32.MEM_RESERVE, Kernel32.PAGE_READWRITE);

    private static void Take(Attempt a, int blocks, string word)
    {
        for (var i = 0; i < blocks; i++) a.Gate("VirtualAlloc", Commit());
        a.Got(word);
        a.TryCode("VirtualAlloc", 0);
    }

    private static void Tree(Attempt a)
    {
        for (var i = 0; i < 8; i++) Attempt.Need("VirtualAlloc", Commit());
        PROCESS_INFORMATION made;
        a.Gate("CreateProcessW", Kernel32.Spawn(a.Self("allocate", ""), 0, null, &made));
        a.TryCode("its VirtualAlloc", Survivors.ErrorOf(made.hProcess));
    }

    private static void Forever(Attempt a)
    {
        using var never = new ManualResetEvent(false);
        never.WaitOne();
    }

    private static void Fork(Attempt a)
    {
        var children = new List<nint>();
        try
        {
            for (var i = 0; i < Tried; i++)
            {
                PROCESS_INFORMATION made;
                a.Gate("CreateProcessW", Kernel32.Spawn(a.Self("touch", "-"), Kernel32.CREATE_SUSPENDED, null, &made));
                children.Add(made.hProcess);
            }

            a.Got("all");
            a.TryCode("CreateProcessW", 0);
        }
        finally
        {
            foreach (var child in children) _ = Kernel32.Kill(child);
        }
    }
}
