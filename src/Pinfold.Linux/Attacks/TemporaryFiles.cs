using static Pinfold.Linux.Attacks.OutsideWrites;
using static Pinfold.Linux.Attacks.SystemCall;

namespace Pinfold.Linux.Attacks;

/// <summary>
/// Temporary folders are shared by all programs of a host: reading theirs, and waiting for them at predictable names.
/// </summary>
internal static class TemporaryFiles
{
    internal static IEnumerable<AttackCode> Codes =>
    [
        new("temp-read-others", a => Secrets.Take(a, a["temp"]), Secrets.Leaked)
            { Prepare = s => Other(s, "/tmp"), Denials = Refusals.Hidden },
        new("temp-read-others-shared-memory", a => Secrets.Take(a, a["temp"]), Secrets.Leaked)
            { Prepare = s => Other(s, "/dev/shm"), Denials = Refusals.Hidden },
        Planting("temp-plant-name", "/tmp"),
        Planting("temp-plant-name-var-tmp", "/var/tmp"),
        Planting("temp-plant-name-shared-memory", "/dev/shm"),
        new("temp-plant-link", a => a.Try("symlinkat", Links.Symlink(a.Home + "/.bashrc", a["name"])),
            s => new FileInfo(s.Fact("name")).LinkTarget is not null)
            { Prepare = s => Name(s, "/tmp"), Isolated = true },
    ];

    private static AttackCode Planting(string name, string folder) =>
        new(name, a => Fill(a, a["name"], Flag.WriteOnly | Flag.Create | Flag.Exclusive),
            s => File.Exists(s.Fact("name")))
            { Prepare = s => Name(s, folder), Isolated = true };

    private static string Name(Scene scene, string folder)
    {
        var name = $"{folder}/pinfold-verify-{scene.Id}";
        scene.Tell("name", name);
        scene.OnEnd(() => File.Delete(name));
        return name;
    }

    private static void Other(Scene scene, string folder)
    {
        var file = Name(scene, folder);
        File.WriteAllText(file, Scene.Secret);
        scene.Tell("temp", file);
    }
}
