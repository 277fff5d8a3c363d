using System.Globalization;
using System.Text;
using Microsoft.Win32;
using Pinfold.Core.Ledger;
using Pinfold.Core.Paths;
using Pinfold.Core.Workspace;
using Pinfold.Windows.Workspace;

namespace Pinfold.Windows.Setup;

/// <summary>
/// Ledgers of other users of this host, of which something is owed. An administrator only counts: what a user's file
/// says is not done in an administrator's name. Looked for where Windows puts the local part of a profile, and no link
/// of the user's is followed.
/// </summary>
internal static class OwedLedgers
{
    private const string Profiles = @"SOFTWARE\Microsoft\Windows NT\CurrentVersion\ProfileList";
    private const int Largest = 32 << 20; // bytes; some hundred thousand records

    /// <summary>One sentence for each, with what that user runs.</summary>
    /// <param name="own">The profile of the user who asks, which is left out.</param>
    internal static IEnumerable<string> Find(string own) => Find(OnThisHost(), own);

    internal static IEnumerable<string> Find(IEnumerable<(string Sid, string Profile)> profiles, string own)
    {
        foreach (var (sid, profile) in profiles)
        {
            if (profile.Equals(own, StringComparison.OrdinalIgnoreCase) || !Directory.Exists(profile)) continue;
            if (Look(sid, profile) is { } sentence) yield return sentence;
        }
    }

    private static string? Look(string sid, string profile)
    {
        var path = $@"{profile}\AppData\Local\pinfold\ledger";
        string? text;
        try
        {
            text = Read(profile);
        }
        catch (IOException e)
        {
            return $"{path}: {e.Message}; whether entries of commands of {sid} are left is not known; as that user, run: pinfold uninstall --mine";
        }

        var owed = text is null ? 0 : LedgerBook.Replay(Encoding.UTF8.GetBytes(text)).Owed.Count();
        return owed == 0 ? null : string.Create(
            CultureInfo.InvariantCulture,
            $"{path}: {owed} entries and labels of commands of {sid} are left on that user's folders; as that user, run: pinfold uninstall --mine");
    }

    /// <summary>Null when there is none.</summary>
    private static string? Read(string profile)
    {
        if (!WindowsPath.TryParse(profile, out var home, out var error)) throw new IOException(error);
        FolderHandle? folder = Folder.Open(home) ?? throw new IOException("the profile cannot be opened, or is a link");
        try
        {
            foreach (var name in (string[])["AppData", "Local", "pinfold"])
            {
                if (folder.Look(name) is null) return null;
                var below = folder.Open(name) ?? throw new IOException($"{name} cannot be opened, or is a link");
                folder.Dispose();
                folder = below;
            }

            if (folder.Look("ledger") is null) return null;
            return folder.Read("ledger", Largest)
                ?? throw new IOException("it cannot be read, is a link, or larger than a ledger is");
        }
        finally
        {
            folder.Dispose();
        }
    }

    private static List<(string Sid, string Profile)> OnThisHost()
    {
        var found = new List<(string, string)>();
        using var key = Registry.LocalMachine.OpenSubKey(Profiles);
        foreach (var sid in key?.GetSubKeyNames() ?? [])
            using (var one = key!.OpenSubKey(sid))
                if (one?.GetValue("ProfileImagePath") is string path) found.Add((sid, path));
        return found;
    }
}
