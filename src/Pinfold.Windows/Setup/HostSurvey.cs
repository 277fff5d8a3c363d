using System.Globalization;
using Microsoft.Win32;
using Pinfold.Core.Ledger;
using Pinfold.Core.Planning.Windows.Elevated;
using Pinfold.Core.WindowsModel;
using Pinfold.Windows.Native;
using Pinfold.Windows.Network;

namespace Pinfold.Windows.Setup;

/// <summary>
/// What setup could change of this host: accounts, groups, rights, filters, services, folders with their entries,
/// files, keys of the registry.
/// </summary>
internal static class HostSurvey
{
    private const string Services = @"SYSTEM\CurrentControlSet\Services",
        Profiles = @"SOFTWARE\Microsoft\Windows NT\CurrentVersion\ProfileList";

    internal static HostState Take()
    {
        var lines = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var user in Netapi32.Users()) lines[$"account {user}"] = Account(user);
        foreach (var group in Netapi32.LocalGroups()) lines[$"group {group}"] = Netapi32.FindLocalGroup(group) ?? "";
        Rights(lines);
        lines["network filters"] = Filters();
        Keys(lines, Services, key => $"{key.GetValue("ImagePath")} start {key.GetValue("Start")}", deep: true);
        foreach (var profile in ProfileFolders()) lines[$"profile folder {profile}"] = "";
        Keys(lines, Profiles, key => $"{key.GetValue("ProfileImagePath")}", deep: true);
        foreach (var key in WindowsSetup.Keys)
            Keys(lines, key[(key.IndexOf('\\', StringComparison.Ordinal) + 1)..], k => string.Join(' ',
                k.GetValueNames().Order(StringComparer.Ordinal).Select(n => $"{n}={k.GetValue(n)}")),
                deep: false);
        foreach (var folder in (string[])[Environment.GetFolderPath(Environment.SpecialFolder.ProgramFiles),
            Environment.GetFolderPath(Environment.SpecialFolder.CommonApplicationData)])
            if (Directory.Exists(folder)) lines[$"folder {folder}"] = SecuredFolder.Look(folder);
        if (!Directory.Exists(SetupPaths.Programs)) return new(lines);
        lines[$"folder {SetupPaths.Programs}"] = SecuredFolder.Look(SetupPaths.Programs);
        foreach (var file in Directory.EnumerateFiles(SetupPaths.Programs, "*", SearchOption.AllDirectories))
            lines[$"file {file}"] = $"{SecuredFolder.Look(file)} {ProgramFiles.Hash(file)}";
        return new(lines);
    }

    /// <summary>Windows makes one for an account when its profile is loaded for the first time.</summary>
    private static IEnumerable<string> ProfileFolders()
    {
        using var key = Registry.LocalMachine.OpenSubKey(Profiles);
        return key?.GetValue("ProfilesDirectory") is string folder && Directory.Exists(folder)
            ? Directory.EnumerateDirectories(folder)
            : [];
    }

    private static string Account(string name) => Netapi32.FindUser(name) is { } user
        ? string.Create(CultureInfo.InvariantCulture,
            $"{Advapi32.SidOf(name)} flags {user.Flags:x} in {string.Join(", ", Netapi32.GroupsOf(name).Order(StringComparer.Ordinal))}: {user.Comment}")
            : "gone";

    private static void Rights(SortedDictionary<string, string> lines)
    {
        using var policy = Advapi32.OpenPolicy();
        foreach (var right in AccountRights.All)
            lines[$"right {right}"] = string.Join(' ',
                Advapi32.HoldersOf(policy, right).Select(s => s.ToString()).Order(StringComparer.Ordinal));
    }

    /// <summary>Those of Pinfold's keys that are there.</summary>
    private static string Filters()
    {
        var table = FilterTable.For(SandboxAccount.Offline("", WellKnownSids.Anonymous),
            SandboxAccount.Online("", WellKnownSids.Anonymous), 1, [], Core.Policy.NetworkMode.Online);
        try
        {
            return string.Join(' ', FilterPlatform.Found(table));
        }
        catch (NativeException e)
        {
            return $"none can be listed ({NativeException.Symbol(e.Code)})";
        }
    }

    private static void Keys(SortedDictionary<string, string> lines, string path,
        Func<RegistryKey, string> look, bool deep)
    {
        using var key = Registry.LocalMachine.OpenSubKey(path);
        if (key is null) return;
        if (!deep) lines[$"key {path}"] = look(key);
        else
            foreach (var name in key.GetSubKeyNames())
                using (var below = key.OpenSubKey(name))
                    if (below is not null) lines[$@"key {path}\{name}"] = look(below).Replace('\n', ' ');
    }
}
