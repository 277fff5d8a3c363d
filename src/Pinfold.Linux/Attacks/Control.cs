using Pinfold.Core.Attacks;

namespace Pinfold.Linux.Attacks;

/// <summary>The same attempt where there is no fence.</summary>
internal static class Control
{
    internal static void Run(Scene scene, AttackCode code)
    {
        for (var round = 1; round <= code.Rounds; round++)
        {
            scene.Tell("round", round);
            RunOnce(scene, code);
        }
    }

    private static void RunOnce(Scene scene, AttackCode code)
    {
        using var output = new OutputFile();
        using var nothing = new FileStream("/dev/null", FileMode.Open, FileAccess.ReadWrite);
        var input = scene.Input ?? (int)nothing.SafeFileHandle.DangerousGetHandle();
        using var process = BareProcess.Start(
            [scene.Program, "attack", code.Name, .. scene.Arguments], code.Folder(scene),
            [.. SceneEnvironment.Of(scene), .. scene.ControlEnvironment],
            (input, output.Number, output.Errors));
        process.Wait(TimeSpan.FromSeconds(20));
        scene.Report = AttemptReport.Parse(output.Read());
    }
}
