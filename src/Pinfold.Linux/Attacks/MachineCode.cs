using System.Runtime.InteropServices;

namespace Pinfold.Linux.Attacks;

/// <summary>Code that no compiler would write: other system call entries.</summary>
internal static unsafe class MachineCode
{
    /// <summary>
    /// <c>int 0x80</c>: the i386 table, from a 64-bit process. (number, first argument, second argument).
    /// </summary>
    internal static int Int80(int number, int first, int second) =>
        ((delegate* unmanaged[SuppressGCTransition]<int, int, int, int>)
            Of(Convert.FromHexString("5389F889F389D1CD8048985BC3")))(number, first, second);

    /// <summary>clone(2) or clone3(2) whose child ends at once; the result of the parent.</summary>
    /// <remarks>
    /// <c>mov eax,edi; mov rdi,rsi; mov rsi,rdx; xor edx,edx; xor r10d,r10d; xor r8d,r8d; syscall; test rax,rax; jz
    /// child; ret; child: exit_group(0)</c>
    /// </remarks>
    internal static nint Clone(int number, nint first, nint second) =>
        ((delegate* unmanaged[SuppressGCTransition]<int, nint, nint, nint>)
            Of(Convert.FromHexString("89F84889F74889D631D24531D24531C00F054885C07401C3B8E700000031FF0F05")))
            (number, first, second);

    /// <summary>Memory with <paramref name="code"/>, executable.</summary>
    internal static nint Of(byte[] code)
    {
        var memory = Map(code.Length, protection: 3, flags: 0x22 /* MAP_PRIVATE | MAP_ANONYMOUS */);
        code.CopyTo(new Span<byte>((void*)memory, code.Length));
        var result = SystemCall.Call(Sys.Mprotect, memory, code.Length, 5 /* PROT_READ | PROT_EXEC */);
        return result < 0 ? throw new InvalidOperationException("mprotect") : memory;
    }

    internal static nint Map(int bytes, int protection, int flags)
    {
        var memory = SystemCall.Call(Sys.Mmap, 0, bytes, protection, flags, -1);
        return memory is < 0 and > -4096 ? throw new InvalidOperationException("mmap") : memory;
    }
}
