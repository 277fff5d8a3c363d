using System.Collections.Immutable;
using Pinfold.Core.Enforcement;

namespace Pinfold.Core.Attacks;

/// <content>Changing, deleting and renaming what lies outside the writable roots.</content>
public static partial class WindowsAttacks
{
    private static ImmutableArray<Attack> Writes => Attack.Rows("outside writes", Control.Writes,
        ("write-outside-create", T | V, "a new file in a folder of the user's", FileExists),
        ("write-outside-append", T | V, "lines added to any file", FileText),
        ("write-outside-overwrite", T | V, "any file emptied and replaced (CREATE_ALWAYS)", FileText),
        ("write-outside-folder", T | V, "a new folder anywhere", "the folder exists"),
        ("write-outside-maximum-allowed", T | V, "whatever rights there are, taken without naming them", FileText),
        ("write-outside-attributes", T | V, "a hidden or read-only file", "the file's attributes"),
        ("write-outside-times", T | V, "time stamps that fool a build or a backup", "the file's time"),
        ("write-outside-access-list", V, "rights for everybody, by WRITE_DAC", "the access list"),
        ("write-outside-owner", V, "an access list that can be changed, by WRITE_OWNER", Result),
        ("write-outside-stream", T | V, "a stream beside the data that nobody looks at", "the stream's text"),
        ("write-outside-reparse-point", T | V,
            "a folder of the user's turned into a junction", "the folder is a junction"),
        ("write-outside-compression", T | V, "a file stored anew by the file system", "the file's attributes"),
        ("write-outside-by-id", T | V, "a file without its name, by its number on the volume", FileText),
        ("write-outside-nt-name", T | V, "a file by the object manager's name for it", FileText),
        ("write-read-only-create", T | V, "a new file in a workspace whose policy lets nothing be written", FileExists),
        ("write-read-only-append", T | V, "lines added to a file there", FileText),
        ("write-profile", T | V, "a file at the top of the user's profile", FileExists),
        ("write-roaming-appdata", T | V, "settings of any program", FileExists),
        ("write-local-appdata", T | V, "programs that are installed for one user", FileExists),
        ("write-startup-folder", T | V, "code at the next sign-in", FileExists),
        ("write-documents", T | V, "PowerShell's profile, macros, documents", FileExists),
        ("write-user-temp", T | V, "files that installers run from there", FileExists),
        ("write-app-aliases", T | V, "a program that shadows a trusted one in PATH (WindowsApps)", FileExists),
        ("write-public-folder", T | V, "files that other users open", FileExists),
        ("write-program-data", T | V, "settings and libraries of services", FileExists),
        ("write-drive-root", T | V, "C:\\Program.exe, and folders that services search", "the folder exists"),
        ("write-low-folder", T, "a folder for programs of low level, where the level does not help", FileExists),
        ("write-folder-of-everyone", V, "a folder that Everyone may write, where the token does not help", FileExists),
        ("write-user-policy", T | V, "a wider fence next time", "the policy's text"),
        ("write-own-state", T | V, "a forged proof or ledger", FileExists),
        ("write-own-program", T | V, "a pinfold.exe that fences nothing", "the program's bytes"));

    private static ImmutableArray<Attack> Deletions => Attack.Rows("deletions and renames", Control.Writes,
        ("delete-outside", T | V, "any file of the user's deleted", FileGone),
        ("delete-outside-by-folder", V, "a file that denies it, by its folder's FILE_DELETE_CHILD", FileGone),
        ("delete-outside-posix", V, "the same while the file is open", FileGone),
        ("delete-outside-on-close", V, "the same by a flag of opening", FileGone),
        ("delete-outside-folder", V, "an empty folder removed", "the folder is gone"),
        ("delete-in-low-folder", D, "a file in a folder of low level, by its folder's FILE_DELETE_CHILD", FileGone),
        ("rename-outside", V, "any file renamed", "the new name exists"),
        ("rename-outside-into-workspace", V, "any file taken away into the workspace", FileGone),
        ("rename-workspace-file-outside", T | V, "a prepared file put outside", FileExists),
        ("rename-over-outside", T | V, "any file replaced in one step", FileText),
        ("replace-outside", T | V, "the same with ReplaceFile, which keeps the file's rights", FileText),
        ("rename-outside-folder", V, "a folder moved away, to put another in its place", "the new name exists"),
        ("rename-workspace", P, "another folder at the root's path", "the new name exists"),
        ("rename-above-workspace", V | P, "another profile at the path above the root", "the new name exists"));
}
