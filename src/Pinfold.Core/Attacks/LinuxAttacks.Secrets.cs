using System.Collections.Immutable;
using Pinfold.Core.Enforcement;

namespace Pinfold.Core.Attacks;

/// <content>Reading secrets, from files and from the environment.</content>
public static partial class LinuxAttacks
{
    private const string WasRead = "what was read";

    private static ImmutableArray<Attack> Secrets => Attack.Rows("secrets", Control.Secrets,
        ("secret-read", M, "a private key", WasRead),
        ("secret-read-cloud", M, "cloud credentials", WasRead),
        ("secret-read-netrc", M, "passwords of hosts", WasRead),
        ("secret-list", M, "names of keys", WasRead),
        ("secret-by-symlink", M, "a key through a link in the workspace", WasRead),
        ("secret-by-hard-link", M, "a key under a name in the workspace", WasRead),
        ("secret-by-path-descriptor", M, "a key by a descriptor that needs no right to read", WasRead),
        ("secret-by-proc-root", M, "a key by /proc/self/root", WasRead),
        ("secret-by-outside-process", M | N | L, "a key by an outside process's root", WasRead),
        ("secret-by-dotdot", M, "a key by another spelling", WasRead),
        ("secret-after-chmod", M, "a key after the cover was opened", WasRead),
        ("secret-after-rename", M, "a key after the cover was moved", WasRead),
        ("secret-after-umount", M, "a key after the cover was unmounted", WasRead),
        ("secret-moved-into-workspace", M, "a key moved out from under the cover", WasRead),
        ("secret-by-exec", M, "a key by another program", WasRead),
        ("secret-by-copy", M, "a key by copy_file_range(2)", WasRead),
        ("secret-behind-link", M, "the folder that a listed name links to", WasRead),
        ("secret-behind-link-by-its-name", M, "a listed name that is a link", WasRead),
        ("secret-in-workspace", M, "a file in the workspace that a pattern lists", WasRead),
        ("secret-moved-for-the-next-command", M,
            "a key whose folder was renamed, so that the next command finds it bare", WasRead),
        ("secret-below-linked-folder", M, "a listed name in a folder that is a link", WasRead),
        ("secret-own-state", M, "journals of other sessions", WasRead));

    private static ImmutableArray<Attack> Temporary => Attack.Rows("temporary files", Control.Temp,
        ("temp-read-others", M, "temporary files of other programs", WasRead),
        ("temp-read-others-shared-memory", M, "their shared memory", WasRead),
        ("temp-plant-name", M, "a file where another program will look", "the file exists"),
        ("temp-plant-name-var-tmp", M, "the same in /var/tmp", "the file exists"),
        ("temp-plant-name-shared-memory", M, "the same in /dev/shm", "the file exists"),
        ("temp-plant-link", M, "a link that another program follows as it writes", "the link exists"));

    private static ImmutableArray<Attack> Environment => Attack.Rows("environment", Control.Environment,
        ("environment-cloud-keys", H, "cloud credentials", WasRead),
        ("environment-forge-token", H, "the user's repositories", WasRead),
        ("environment-model-key", H, "the user's account with a model provider", WasRead),
        ("environment-registry-token", H, "packages published in the user's name", WasRead),
        ("environment-database-password", H, "databases", WasRead),
        ("environment-client-secret", H, "accounts of an application", WasRead),
        ("environment-agent-sockets", H, "where agents listen", WasRead),
        ("environment-preload", H, "code in programs that are run inside, from where the user keeps it", WasRead),
        ("environment-shell-startup", H, "the same for shells", WasRead),
        ("environment-runtime-injection", H, "the same for interpreters", WasRead),
        ("environment-dotnet-injection", H, "the same for .NET", WasRead),
        ("environment-by-proc", H, "what is left in /proc/self/environ", WasRead));
}
