using System.Collections.Immutable;
using Pinfold.Core.Enforcement;

namespace Pinfold.Core.Attacks;

/// <content>Other names for the same thing: links, and the ways in which Windows spells a path.</content>
public static partial class WindowsAttacks
{
    private const string SharesHere = "shares of this computer";

    private static ImmutableArray<Attack> Links => [
        .. Attack.Rows("links", Control.Writes,
            ("link-hard-outside", T | V, "an outside file with a name inside, then written", FileText),
            ("link-junction-outside", T | V, "the outside below a junction in the workspace", FileExists),
            ("link-symbolic-outside", T | V, "an outside file by a symbolic link", FileText),
            ("link-junction-chain", T | V, "the same by a junction to a junction", FileExists),
            ("link-race-junction", T | V,
                "a check that is fooled by a folder and a junction that take turns", FileExists),
            ("link-as-root", T | V, "the outside below a root that is a junction itself", FileExists),
            ("link-dos-device", T | V, "the outside by a drive letter of the attacker's", FileExists)),
        .. Attack.Rows("links", Control.Handoffs,
            ("link-hard-git-config", T | V | P, "git's config with a second name, then written", FileText),
            ("link-junction-workspace", T | V | P, "git's config below a junction to the workspace", FileText)),
        .. Attack.Rows("links", Control.Handoffs, "junctions left in a root",
            ("link-junction-left-behind", AttackLayers.Audit,
                "a trusted program that is led elsewhere when it writes in the workspace", "the junction exists")),
    ];

    private static ImmutableArray<Attack> Spellings => [
        .. Attack.Rows("spellings", Control.Handoffs,
            ("spelling-case", V | P | T, "git's config as .GIT\\CONFIG", FileText),
            ("spelling-short-name", V | P | T, "the same as GIT~1\\config", FileText),
            ("spelling-trailing-dot", V | P | T, "the same as .git.\\config.", FileText),
            ("spelling-trailing-space", V | P | T, "the same with a space after it", FileText),
            ("spelling-data-stream", V | P | T, "the same as config::$DATA", FileText),
            ("spelling-named-stream", V | P | T, "a stream config:x, of the same file", "the stream's text"),
            ("spelling-index-allocation", V | P | T, "the same as .git::$INDEX_ALLOCATION\\config", FileText),
            ("spelling-dots", V | P | T, "the same as .git\\refs\\..\\config", FileText),
            ("spelling-slashes", V | P | T, "the same with slashes", FileText),
            ("spelling-extended", V | P | T, "the same with \\\\?\\", FileText),
            ("spelling-device", V | P | T, "the same with \\\\.\\", FileText),
            ("spelling-global-root", V | P | T, "the same with \\\\?\\GLOBALROOT", FileText),
            ("spelling-volume-guid", V | P | T, "the same by the volume's GUID", FileText),
            ("spelling-file-id", V | P | T, "the same by the file's number", FileText)),
        .. Attack.Rows("spellings", Control.Writes,
            ("spelling-outside-extended", T | V, "an outside file with \\\\?\\", FileText),
            ("spelling-outside-volume-guid", T | V, "an outside file by the volume's GUID", FileText)),
        .. Attack.Rows("spellings", Control.Handoffs, SharesHere,
            ("spelling-administrative-share", V | P | T, "git's config as \\\\localhost\\C$", FileText)),
        .. Attack.Rows("spellings", Control.Writes, SharesHere,
            ("spelling-outside-administrative-share", T | V,
                "an outside file as \\\\localhost\\C$, by a server that knows the user alone", FileText)),
    ];
}
