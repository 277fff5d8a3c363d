using System.Runtime.InteropServices;

namespace Pinfold.Linux.Attacks;

/// <summary>
/// A list of system calls that a forked child makes without any managed code (which must not run after fork(2)).
/// The child stops at the first error and ends with its errno, else with 0.
/// </summary>
/// <remarks>
/// Position-independent x86-64 machine code, called as <c>pid = run(table, count)</c>. For each entry of ten words
/// (number, six arguments, result, mask of arguments that are indices of earlier results, unused):
/// <code>
/// run:   push rbx, r12–r15, rbp; rbx = r13 = table; r12 = count; clone(SIGCHLD); parent: pop all, ret
/// child: while r12-- { resolve the masked arguments from [r13 + index*80 + 56]; syscall; [rbx+56] = rax;
///        if rax in -4095..-1 exit_group(-rax); rbx += 80 }
///        exit_group(0)
/// </code>
/// </remarks>
internal sealed unsafe class ChildScript
{
    private const int Words = 10, Max = 64;
    private static readonly byte[] Code = Convert.FromHexString(
        "534154415541564157554889FB4989F44989FDB838000000BF1100000031F631D24531D24531C00F054885C0740B5D41"
        + "5F415E415D415C5BC34D85E47463488B4B404531F64C0FA3F173134A8B44F308486BC050498B4405384A8944F30849FF"
        + "C64983FE0675DE488B03488B7B08488B7310488B53184C8B53204C8B43284C8B4B300F0548894338483D01F0FFFF7309"
        + "4883C35049FFCCEBA048F7D84889C7EB0231FFB8E70000000F05");

    private readonly nint* _table;
    private int _count;

    internal ChildScript()
    {
        // Shared, so that results come back from the child.
        _table = (nint*)MachineCode.Map(Max * Words * sizeof(nint), protection: 3,
            flags: 0x21 /* MAP_SHARED | MAP_ANONYMOUS */);
    }

    /// <summary>The result of an earlier step, as an argument of a later one.</summary>
    internal readonly record struct ResultOf(int Index);

    /// <summary>Adds a call; arguments are numbers, or <see cref="ResultOf"/> of an earlier call.</summary>
    internal ChildScript Then(int number, params ReadOnlySpan<object> arguments)
    {
        if (_count == Max) throw new InvalidOperationException("the script is too long");
        var entry = _table + (_count++ * Words);
        entry[0] = number;
        for (var i = 0; i < arguments.Length; i++)
        {
            if (arguments[i] is ResultOf result)
            {
                entry[1 + i] = result.Index;
                entry[8] |= (nint)1 << i;
            }
            else
            {
                entry[1 + i] = arguments[i] switch
                {
                    nint n => n, int n => n, long n => (nint)n,
                    uint n => (nint)n, _ => throw new InvalidCastException(),
                };
            }
        }

        return this;
    }

    /// <summary>Starts the child; its process id.</summary>
    internal nint Start() =>
        ((delegate* unmanaged[SuppressGCTransition]<nint*, nint, nint>)MachineCode.Of(Code))(_table, _count);

    /// <summary>Runs the child to its end: 0, or -errno of the call that failed.</summary>
    internal nint Run()
    {
        var pid = Start();
        if (pid < 0) return pid;
        int status = 0;
        SystemCall.Call(Sys.Wait4, pid, (nint)(&status), 0x40000000 /* __WALL */);
        return (status & 0x7f) != 0 ? -(1000 + (status & 0x7f)) : -((status >> 8) & 0xff);
    }

    /// <summary>What step <paramref name="index"/> returned.</summary>
    internal nint Result(int index) => _table[(index * Words) + 7];
}
