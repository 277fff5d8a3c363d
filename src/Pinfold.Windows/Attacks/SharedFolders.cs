using Pinfold.Windows.Native;

namespace Pinfold.Windows.Attacks;

/// <summary>Places of the real user and machine, each tried with a name that only this scene uses.</summary>
internal static class SharedFolders
{
    internal static IEnumerable<AttackCode> Codes =>
    [
        In("write-profile", () => Of(Environment.SpecialFolder.UserProfile)),
        In("write-roaming-appdata", () => Of(Environment.SpecialFolder.ApplicationData)),
        In("write-local-appdata", () => Of(Environment.SpecialFolder.LocalApplicationData)),
        In("write-startup-folder", () => Of(Environment.SpecialFolder.Startup)),
        In("write-documents", () => Of(Environment.SpecialFolder.MyDocuments)),
        In("write-user-temp", () => Path.GetTempPath().TrimEnd('\\')),
        In("write-app-aliases", () => Of(Environment.SpecialFolder.LocalApplicationData) + @"\Microsoft\WindowsApps"),
        In("write-public-folder", () => Environment.GetEnvironmentVariable("PUBLIC") + @"\Documents"),
        In("write-program-data", () => Of(Environment.SpecialFolder.CommonApplicationData)),
        new("write-drive-root", a => a.Try("CreateDirectoryW", Kernel32.MakeFolder(a["place"])), IsThere)
            { Prepare = s => s.Plan("place", Path.GetPathRoot(s.Folder) + s.Id) },
    ];

    private static AttackCode In(string name, Func<string> folder) =>
        new(name, a => FileCalls.Create(a, a["place"]), IsThere)
        {
            Prepare = s => s.Plan("place", $@"{folder()}\{s.Id}"),
            Unfit = _ => Directory.Exists(folder()) ? null : $"there is no folder {folder()}",
        };

    private static bool IsThere(Scene scene) => Path.Exists(scene.Fact("place"));

    private static string Of(Environment.SpecialFolder folder) => Environment.GetFolderPath(folder);
}
