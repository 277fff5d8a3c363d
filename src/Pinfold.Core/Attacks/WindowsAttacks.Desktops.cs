using System.Collections.Immutable;
using Pinfold.Core.Enforcement;

namespace Pinfold.Core.Attacks;

/// <content>The user's screen, and tokens.</content>
public static partial class WindowsAttacks
{
    private static ImmutableArray<Attack> Desktops => [
        .. Attack.Rows("desktop", Control.Processes,
            ("desktop-clipboard-read", K, "what the user copied", WasRead),
            ("desktop-clipboard-write", K, "what the user pastes", "the clipboard"),
            ("desktop-window-text", K | V, "another program's window changed", "the window's text"),
            ("desktop-window-close", K | V, "another program told to end", "the window is gone"),
            ("desktop-send-input", K | V, "keys that the user seems to press", "the key's state"),
            ("desktop-hook-keyboard", K | V, "every key that the user presses", Result),
            ("desktop-hook-thread", K | V, "code in another program's window", Result),
            ("desktop-attach-input", K | V, "another program's input shared", Result),
            ("desktop-switch", K, "a desktop of the attacker's, to show in place of the user's", Result),
            ("desktop-pointer", K | V, "the user's pointer moved", "the pointer's place"),
            ("desktop-settings", K, "settings of the user's session", "the setting"),
            ("desktop-global-atom", K, "names that programs exchange data by", "the atom exists"),
            ("desktop-console-input", H, "a command typed into the user's console", "what waits at the console")),
        .. Attack.Rows("desktop", Control.Processes, "the user's desktop",
            ("desktop-screenshot", K, "a picture of the user's screen", "the pixels"),
            ("desktop-window-titles", K, "titles of the user's windows", WasRead)),
    ];

    private static ImmutableArray<Attack> Tokens => [
        .. Attack.Rows("tokens", Control.Privileges,
            ("token-enable-privilege", T, "a privilege of the user's enabled again", Result),
            ("token-raise-level", T | V, "the level of the user's own programs", Result),
            ("token-shell", V | T, "the token of the user's shell", Result),
            ("token-victim-process", V | T, "a process with the token of another program", OutOfTree)),
        .. Attack.Rows("tokens", Control.Writes,
            ("token-pipe-client", T | V, "a trusted client's token, by impersonating it", FileExists),
            ("token-revert", T | V,
                "an own process without the restrictions, by duplicating the own token", FileExists)),
    ];
}
