using System.Collections.Immutable;
using Pinfold.Core.Enforcement;

namespace Pinfold.Core.Attacks;

/// <content>Changing what lies outside the writable roots.</content>
public static partial class LinuxAttacks
{
    private static ImmutableArray<Attack> Writes => Attack.Rows("outside writes", Control.Writes,
        ("write-outside-create", M | L, "a new file anywhere", "the file exists"),
        ("write-outside-append", M | L, "lines added to any file", "the file's text"),
        ("write-outside-truncate", M | L, "any file emptied", "the file's text"),
        ("write-outside-truncate-read-only", M | L, "any file emptied through O_RDONLY|O_TRUNC", "the file's text"),
        ("write-outside-truncate-path", M | L, "any file emptied without opening it", "the file's text"),
        ("write-outside-unlink", M | L, "any file deleted", "the file is gone"),
        ("write-outside-mkdir", M | L, "a new folder anywhere", "the folder exists"),
        ("write-outside-rename", M | L, "any file renamed", "the new name exists"),
        ("write-outside-symlink", M | L, "a link that an outside program follows", "the link exists"),
        ("write-outside-mkfifo", M | L, "a pipe that an outside program blocks on", "the pipe exists"),
        ("write-outside-tmpfile-link", M | L, "a file that was nameless when it was checked", "the file exists"),
        ("write-outside-chmod", M, "a private file opened to others", "the file's mode"),
        ("write-outside-chmod-by-descriptor", M, "the same through a descriptor opened for reading", "the file's mode"),
        ("write-outside-chown", M, "ownership of a file changed", "the call's result"),
        ("write-outside-utimens", M, "time stamps that fool a build or a backup", "the file's time"),
        ("write-outside-setxattr", M, "extended attributes, access lists among them", "the call's result"),
        ("write-outside-file-flags", M, "an immutable or unlogged file (chattr)", "the call's result"),
        ("write-outside-fifo", L,
            "commands into a named pipe: a read-only mount does not stop them", "the reader got a line"),
        ("write-outside-reopened-descriptor", M | L,
            "a read-only descriptor opened again for writing", "the file's text"),
        ("write-through-proc-self-root", M | L, "the outside by way of /proc/self/root", "the file's text"),
        ("write-through-outside-process-root", M | N | L,
            "the outside by way of another process's root", "the file's text"),
        ("write-through-outside-process-cwd", M | N | L,
            "the outside by way of another process's folder", "the file's text"),
        ("write-shell-startup", M | L, "code in the user's next shell", "the start-up file's text"),
        ("write-systemd-user-unit", M | L, "a service of the user", "the unit exists"),
        ("write-autostart", M | L, "code at the next login", "the entry exists"),
        ("write-path-program", M | L, "a program that shadows a trusted one in PATH", "the program exists"),
        ("write-user-policy", M | L, "a wider fence next time", "the policy's text"),
        ("write-own-state", M | L, "a forged proof or journal", "the file exists"),
        ("write-own-program", M | L, "a launcher that fences nothing", "the program's bytes"));
}
