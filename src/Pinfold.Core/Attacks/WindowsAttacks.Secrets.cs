using System.Collections.Immutable;
using Pinfold.Core.Enforcement;

namespace Pinfold.Core.Attacks;

/// <content>Reading what the policy hides, in files, memory of Pinfold's own, and variables.</content>
public static partial class WindowsAttacks
{
    private static ImmutableArray<Attack> Secrets => [.. Attack.Rows("secrets", Control.Secrets,
        ("secret-read", V, "a private key", WasRead),
        ("secret-read-backup-semantics", V, "the same with the flag that backup programs use", WasRead),
        ("secret-list", V, "the names in a hidden folder", WasRead),
        ("secret-read-volume-guid", V, "a private key by the volume's GUID", WasRead),
        ("secret-read-file-id", V, "the same by the file's number", WasRead),
        ("secret-read-data-stream", V, "the same as ::$DATA", WasRead),
        ("secret-read-short-name", V, "the same by its folder's short name", WasRead),
        ("secret-read-junction", V, "the same below a junction in the workspace", WasRead),
        ("secret-read-hard-link", V, "the same by a second name in the workspace", WasRead),
        ("secret-read-mapped", V, "the same mapped into memory", WasRead),
        ("secret-copy", V, "the same copied by the system", "the copy's text"),
        ("secret-read-old-hard-link", V,
            "a key with a second name that nobody hides: the label is the file's", WasRead),
        ("secret-read-new-file", V, "a file that was made after the start, in a hidden folder", WasRead),
        ("secret-rename-away", V, "a hidden folder under another name", "the new name exists"),
        ("secret-delete", V, "a hidden file deleted", FileGone),
        ("secret-label", V, "a hidden file labelled down", Result),
        ("secret-own-state", V, "journals of other sessions", WasRead)),
        .. Attack.Rows("secrets", Control.Secrets, SharesHere,
            ("secret-read-administrative-share", V,
                "a private key as \\\\localhost\\C$, by a server that knows the user alone", WasRead)),
    ];

    private static ImmutableArray<Attack> Variables => [
        .. Attack.Rows("environment", Control.Environment,
            ("environment-cloud-key", H, "a cloud's key in a variable", WasRead),
            ("environment-forge-token", H, "a token for the user's repositories", WasRead),
            ("environment-agent-socket", H, "the way to an agent that signs", WasRead)),
        .. Attack.Rows("environment", Control.Processes,
            ("environment-of-outside-process", V, "variables of the user's own programs, from their memory", WasRead)),
    ];
}
