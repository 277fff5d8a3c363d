/* Entry point and system call gate. The launcher links no libc: what is here and in C# is all there is.
   System V AMD64 ABI; system calls as in syscall(2). */
        .text
        .globl _start
_start: xor     %ebp, %ebp
        mov     %rsp, %rdi              /* argc, argv..., NULL, envp... */
        and     $-16, %rsp
        call    pinfold_main
        mov     %eax, %edi
        mov     $231, %eax              /* exit_group */
        syscall
        ud2

/* long pinfold_syscall(nr, a, b, c, d, e, f): the kernel's result, negative errno on failure. */
        .globl pinfold_syscall
pinfold_syscall:
        mov     %rdi, %rax
        mov     %rsi, %rdi
        mov     %rdx, %rsi
        mov     %rcx, %rdx
        mov     %r8, %r10
        mov     %r9, %r8
        mov     8(%rsp), %r9
        syscall
        ret

/* long pinfold_interrupt_at(signal): it ends a call that waits (EINTR) and does nothing else (sigaction(2), without
   SA_RESTART; struct sigaction of the kernel: handler, flags, restorer, mask). */
        .globl pinfold_interrupt_at
pinfold_interrupt_at:
        sub     $40, %rsp
        lea     nothing(%rip), %rax
        mov     %rax, (%rsp)
        movq    $0x04000000, 8(%rsp)    /* SA_RESTORER */
        lea     restore(%rip), %rax
        mov     %rax, 16(%rsp)
        movq    $0, 24(%rsp)
        mov     %rsp, %rsi
        xor     %edx, %edx
        mov     $8, %r10d
        mov     $13, %eax               /* rt_sigaction */
        syscall
        add     $40, %rsp
nothing:
        ret
restore:
        mov     $15, %eax               /* rt_sigreturn */
        syscall
        ud2

        .globl memset
memset: mov     %rdi, %r8
        mov     %esi, %eax
        mov     %rdx, %rcx
        rep stosb
        mov     %r8, %rax
        ret

        .globl memcpy
        .globl memmove
memcpy:
memmove:
        mov     %rdi, %rax
        mov     %rdx, %rcx
        cmp     %rsi, %rdi
        ja      1f
        rep movsb
        ret
1:      lea     -1(%rdi,%rcx), %rdi
        lea     -1(%rsi,%rcx), %rsi
        std
        rep movsb
        cld
        ret

/* Touches each page down to r11, the end of a large stack frame; may change rax alone. */
        .globl RhpStackProbe
RhpStackProbe:
        mov     %rsp, %rax
        and     $-4096, %rax
2:      sub     $4096, %rax
        testl   %eax, (%rax)
        cmp     %r11, %rax
        jg      2b
        ret

        .data
        .globl __security_cookie
__security_cookie: .quad 0x2b992ddfa232
        .section .note.GNU-stack,"",@progbits
