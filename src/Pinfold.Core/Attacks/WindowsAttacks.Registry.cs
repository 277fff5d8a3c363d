using System.Collections.Immutable;
using Pinfold.Core.Enforcement;

namespace Pinfold.Core.Attacks;

/// <content>The registry: what the user's session, shell and programs obey.</content>
public static partial class WindowsAttacks
{
    private const string ValueExists = "the value exists";

    private static ImmutableArray<Attack> Registry => Attack.Rows("registry", Control.Writes,
        ("registry-run", T | V, "code at the next sign-in (HKCU Run)", ValueExists),
        ("registry-run-once", T | V, "the same once", ValueExists),
        ("registry-environment", T | V, "variables of every new program of the user", ValueExists),
        ("registry-file-association", T | V, "a program of the attacker's for a kind of file", ValueExists),
        ("registry-url-scheme", T | V, "the same for a kind of link", ValueExists),
        ("registry-com-server", T | V, "a library loaded into trusted programs (HKCU CLSID)", ValueExists),
        ("registry-app-path", T | V, "a program found before the trusted one", ValueExists),
        ("registry-command-processor", T | V, "a command in every cmd.exe", ValueExists),
        ("registry-policies", T | V, "script and software rules of the user turned off", ValueExists),
        ("registry-low-software", T, "a key for programs of low level, where the level does not help", ValueExists),
        ("registry-key-link", T | V, "a key that is another one", Result),
        ("registry-key-access-list", V, "a key that everybody may write", Result),
        ("registry-key-delete", V, "settings of any program deleted", "the key is gone"),
        ("registry-image-file-options", T | V, "another program in place of a trusted one (HKLM)", ValueExists),
        ("registry-services", T | V, "a service's program (HKLM)", ValueExists));
}
