using System.Collections.Immutable;
using Pinfold.Core.Enforcement;

namespace Pinfold.Core.Attacks;

/// <content>Changing the view that the fence is made of.</content>
public static partial class LinuxAttacks
{
    private static ImmutableArray<Attack> Namespaces => Attack.Rows("mounts and namespaces", Control.Privileges,
        ("namespace-user", S,
            "every capability in a namespace of its own: a large part of the kernel", "the call's result"),
        ("namespace-user-mount", S, "mounts of its own", "the call's result"),
        ("namespace-user-network", S, "a network stack of its own", "the call's result"),
        ("namespace-user-pid", S, "processes that hide from the first one", "the call's result"),
        ("namespace-user-everything", S, "all of it", "the call's result"),
        ("namespace-mount-as-root", S | P, "root's mounts", "the call's result"),
        ("namespace-clone", S, "the same by clone(2)", "the call's result"),
        ("namespace-clone3", S, "the same by clone3(2), whose flags a filter cannot see", "the call's result"),
        ("namespace-setns", S, "another namespace entered", "the call's result"),
        ("namespace-setns-outside-process", S | N | P, "an outside process's view of files", "the call's result"),
        ("namespace-setns-pidfd", S | N | P, "the same by a process descriptor", "the call's result"),
        ("mount-in-nested-namespace", S, "a view in which .git is another", "the call's result"),
        ("mount-tmpfs", S | P, "files hidden from the user", "the call's result"),
        ("mount-bind", S | P, "the outside inside a root", "the call's result"),
        ("mount-remount-writable", S | P, "a read-only mount made writable", "the new file exists"),
        ("mount-umount", S, "a mount taken away", "the call's result"),
        ("mount-open-tree", S, "a handle to a mount", "the call's result"),
        ("mount-open-tree-clone", S | P, "a copy of a mount", "the call's result"),
        ("mount-fsopen", S | P, "file system drivers, which trust what they read", "the call's result"),
        ("mount-fspick", S | P, "a file system reconfigured", "the call's result"),
        ("mount-fsconfig", S, "the same, next step", "the call's result"),
        ("mount-fsmount", S | P, "the same, last step", "the call's result"),
        ("mount-move-mount", S | P, "mounts moved", "the call's result"),
        ("mount-setattr", S | P, "mount flags changed", "the call's result"),
        ("mount-statmount", S, "the host's mounts described", "the call's result"),
        ("mount-listmount", S, "the host's mounts listed", "the call's result"),
        ("mount-pivot-root", S | P, "another root", "the call's result"),
        ("mount-chroot", S | P, "a root to climb out of", "the call's result"),
        ("mount-device-node", L | P, "a device made in the workspace", "the call's result"),
        ("mount-foreign-device-node", M, "a disk by way of a device node outside /dev", "the call's result"));
}
