using Microsoft.Win32;
using Pinfold.Windows.Native;

namespace Pinfold.Windows.Attacks;

/// <summary>
/// The registry of the real user and machine. Every value and key has a name that only this scene uses, and says
/// nothing that anything obeys.
/// </summary>
internal static class RegistryKeys
{
    private const string Version = @"Software\Microsoft\Windows\CurrentVersion";

    internal static IEnumerable<AttackCode> Codes =>
    [
        Value("registry-run", Advapi32.HKEY_CURRENT_USER, Version + @"\Run"),
        Value("registry-run-once", Advapi32.HKEY_CURRENT_USER, Version + @"\RunOnce"),
        Value("registry-environment", Advapi32.HKEY_CURRENT_USER, "Environment"),
        Key("registry-file-association", Advapi32.HKEY_CURRENT_USER, id => $@"Software\Classes\.{id}"),
        Key("registry-url-scheme", Advapi32.HKEY_CURRENT_USER, id => $@"Software\Classes\{id}\shell\open\command"),
        Key("registry-com-server", Advapi32.HKEY_CURRENT_USER, id => $@"Software\Classes\CLSID\{id}\InprocServer32"),
        Key("registry-app-path", Advapi32.HKEY_CURRENT_USER, id => $@"{Version}\App Paths\{id}.exe"),
        Value("registry-command-processor", Advapi32.HKEY_CURRENT_USER, @"Software\Microsoft\Command Processor"),
        Value("registry-policies", Advapi32.HKEY_CURRENT_USER, @"Software\Policies"),
        Value("registry-low-software", Advapi32.HKEY_CURRENT_USER, @"Software\AppDataLow"),
        OnOwn("registry-key-link", "RegCreateKeyExW", isThere: false,
            key => Advapi32.MakeLink(Advapi32.HKEY_CURRENT_USER, key),
            s => s.Report.Succeeded),
        OnOwn("registry-key-access-list", "RegOpenKeyExW WRITE_DAC", isThere: true,
            key => Advapi32.OpenKey(Advapi32.HKEY_CURRENT_USER, key, Kernel32.WRITE_DAC),
            s => s.Report.Succeeded),
        OnOwn("registry-key-delete", "RegDeleteKeyW", isThere: true,
            key => Advapi32.RegDeleteKeyW(Advapi32.HKEY_CURRENT_USER, key),
            s => Registry.CurrentUser.OpenSubKey($@"Software\{s.Id}") is null),
        Key("registry-image-file-options", Advapi32.HKEY_LOCAL_MACHINE,
            id => $@"Software\Microsoft\Windows NT\CurrentVersion\Image File Execution Options\{id}.exe"),
        Key("registry-services", Advapi32.HKEY_LOCAL_MACHINE, id => $@"System\CurrentControlSet\Services\{id}"),
    ];

    /// <summary>A value of the scene's own in a key that is there, or that the attack makes.</summary>
    private static AttackCode Value(string name, nint hive, string key) =>
        new(name, a => a.TryCode("RegSetValueExW", Advapi32.SetValue(hive, key, a["id"], "")),
            s => Hive(hive).OpenSubKey(key)?.GetValue(s.Id) is not null)
        {
            Prepare = s => s.OnEnd(
                () => Hive(hive).OpenSubKey(key, writable: true)?.DeleteValue(s.Id, throwOnMissingValue: false)),
            Unfit = _ => Hive(hive).OpenSubKey(key) is null ? $@"there is no key {key}" : null,
        };

    /// <summary>A key of the scene's own.</summary>
    private static AttackCode Key(string name, nint hive, Func<string, string> key) =>
        new(name, a => a.TryCode("RegCreateKeyExW", Advapi32.SetValue(hive, key(a["id"]), null, "")),
            s => Hive(hive).OpenSubKey(key(s.Id)) is not null)
        {
            Prepare = s => Own(s, hive, key(s.Id), make: false),
        };

    /// <summary>One call on a key of the scene's own that the user has, or could have.</summary>
    private static AttackCode OnOwn(
        string name, string call, bool isThere, Func<string, int> act, Func<Scene, bool> worked) =>
        new(name, a => a.TryCode(call, act($@"Software\{a["id"]}")), worked)
        {
            Prepare = s => Own(s, Advapi32.HKEY_CURRENT_USER, $@"Software\{s.Id}", make: isThere),
        };

    /// <summary>The key goes with the scene, with those above it that only it needed.</summary>
    private static void Own(Scene scene, nint hive, string key, bool make)
    {
        if (make) Registry.CurrentUser.CreateSubKey(key).Dispose();
        var own = key[..(key.IndexOf(scene.Id, StringComparison.Ordinal) + scene.Id.Length)];
        if (key.Length > own.Length && key[own.Length] == '.') own = key;
        scene.OnEnd(() =>
        {
            if (Hive(hive).OpenSubKey(own) is not null) Hive(hive).DeleteSubKeyTree(own, throwOnMissingSubKey: false);
        });
    }

    private static RegistryKey Hive(nint hive) =>
        hive == Advapi32.HKEY_CURRENT_USER ? Registry.CurrentUser : Registry.LocalMachine;
}
