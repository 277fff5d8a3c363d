namespace Pinfold.Linux.Seccomp;

/// <summary>
/// System calls of x86-64 that have no use inside (arch/x86/entry/syscalls/syscall_64.tbl). Refused with EPERM.
/// </summary>
/// <remarks>
/// | family                | why                                                                    |
/// |-----------------------|------------------------------------------------------------------------|
/// | io_uring              | its requests pass no filter                                            |
/// | tracing               | reads and writes another process, and the sandbox's first process      |
/// | mounts, namespaces    | would change the view that the fence is made of                        |
/// | keys                  | the keyring is shared with the user's other sessions                   |
/// | bpf, perf, userfaultfd| kernel interfaces that exploits are made of                            |
/// | handles               | open_by_handle_at(2) reaches files past every path                     |
/// | machine               | clocks, modules, swap, reboot, accounting: the host's                  |
/// </remarks>
internal static class RefusedCalls
{
    internal static ReadOnlySpan<ushort> Numbers =>
    [
        425, 426, 427,                                     // io_uring_setup, _enter, _register
        // ptrace, process_vm_readv, _writev, kcmp, pidfd_getfd, process_madvise
        101, 310, 311, 312, 438, 440,
        // mount, umount2, pivot_root, chroot, the new mount interface
        165, 166, 155, 161, 428, 429, 430, 431, 432, 433, 442, 467,
        457, 458, 308,                                     // statmount, listmount, setns
        248, 249, 250,                                     // add_key, request_key, keyctl
        321, 298, 323,                                     // bpf, perf_event_open, userfaultfd
        304, 303,                                          // open_by_handle_at, name_to_handle_at
        447,                                               // memfd_secret
        // acct, settimeofday, adjtimex, clock_adjtime, clock_settime, swapon, swapoff, reboot, sethostname,
        // setdomainname
        163, 164, 159, 305, 227, 167, 168, 169, 170, 171,
        // init_module, delete_module, finit_module, kexec_load, kexec_file_load
        175, 176, 313, 246, 320,
        // iopl, ioperm, syslog, vhangup, quotactl, quotactl_fd, nfsservctl, uselib, lookup_dcookie, fanotify_init
        172, 173, 103, 153, 179, 443, 180, 134, 212, 300,
        154, 256, 279,                                     // modify_ldt, migrate_pages, move_pages
    ];
}
