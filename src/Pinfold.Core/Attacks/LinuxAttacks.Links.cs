using System.Collections.Immutable;
using Pinfold.Core.Enforcement;

namespace Pinfold.Core.Attacks;

/// <content>Leading a writable path to the outside.</content>
public static partial class LinuxAttacks
{
    private static ImmutableArray<Attack> Links => Attack.Rows("links, renames and races", Control.Writes,
        ("link-symlink-to-file", M | L, "a write through a link in the workspace", "the outside file's text"),
        ("link-symlink-to-folder", M | L, "a new file through a linked folder", "the file exists"),
        ("link-symlink-dangling", M | L, "a new file through a link to nothing", "the file exists"),
        ("link-hard", M | L, "an outside file under a name in the workspace", "the outside file's text"),
        ("link-hard-by-descriptor", M | L, "the same from a descriptor", "the outside file's text"),
        ("link-rename-out", M | L, "a prepared file put anywhere", "the file exists"),
        ("link-rename-in", M | L, "an outside file taken away", "the file is gone"),
        ("link-rename-exchange", M | L, "an outside file swapped for a prepared one", "the outside file's text"),
        ("link-workspace-away", M | L, "another folder at the workspace's path", "the workspace's folder"),
        ("link-home-away", M | L, "another folder at the home's path", "the home folder"),
        ("link-dotdot", M | L, "the outside by a relative path", "the outside file's text"),
        ("link-dotdot-through-symlink", M | L, "the same from behind a link", "the outside file's text"),
        ("link-dotdot-after-move", M | L, "the same from a folder that moved while open", "the outside file's text"),
        ("link-race-symlink-swap", M | L,
            "a check that is fooled by a folder that becomes a link", "the outside file's text"),
        ("link-race-exchange", M | L,
            "a check that is fooled by a file that becomes a link", "the outside file's text"),
        ("link-socket-outside", M | L, "a socket at a name that a program trusts", "the socket exists"),
        ("link-copy-by-reflink", M | L, "a change without write(2)", "the outside file's text"));
}
