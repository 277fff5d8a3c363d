using Microsoft.Win32.SafeHandles;
using Pinfold.Core.Paths;
using Pinfold.Core.Planning.Windows;
using Pinfold.Windows.Native;
using Pinfold.Windows.Processes;

namespace Pinfold.Windows.Attacks;

/// <summary>
/// Another session of the same user: a fence of its own around another workspace, with a command in it. Where the
/// attempt has no fence, it has none.
/// </summary>
internal sealed class SiblingSession : IDisposable
{
    private readonly WindowsFence? _fence;
    private readonly RunningCommand? _running;

    internal SiblingSession(Scene scene)
    {
        var workspace = scene.Make(@"home\ws2");
        scene.Put(@"home\ws2\file", Scene.Untouched);
        var (temp, name) = (scene.Make(@"home\AppData\Local\Temp\other"), scene.Id + "-sibling");
        var desktop = "Default";
        if (scene.IsControl)
        {
            Command = Bystander.Start(scene, Start(scene, workspace, name), "sibling-");
        }
        else
        {
            var policy = ScenePolicy.For(scene, workspace);
            var (facts, plan) = scene.PlanFor(policy);
            _fence = WindowsBackend.Apply(plan, facts, scene.At("sibling-ledger"));
            temp = plan.Steps.OfType<WindowsStep.PrivateTemp>()
                .Select(s => WindowsPath.ToWin32(s.Path)).FirstOrDefault() ?? temp;
            var request = new LaunchRequest
            {
                Argv = [.. scene.Program, Bystander.Verb, workspace + @"\file", name],
                WorkingDirectory = WindowsPath.Parse(workspace),
                Environment = [.. AttemptLaunch.Variables(scene, policy, plan)], Deadline = TimeSpan.FromMinutes(1),
            };
            (_running, Command) = Inside(scene, _fence, request);
            desktop = plan.Steps.OfType<WindowsStep.CreateDesktop>().Select(s => s.Name).FirstOrDefault() ?? desktop;
        }

        scene.Tell("sibling-id", name);
        scene.Tell("sibling-root", workspace);
        scene.Tell("sibling-temp", temp);
        scene.Tell("sibling-desktop", desktop);
        Temp = temp;
    }

    internal Bystander Command { get; }

    internal string Temp { get; }

    public void Dispose()
    {
        Command.Dispose();
        _running?.Dispose();
        _fence?.Dispose();
    }

    private static System.Diagnostics.Process Start(Scene scene, string workspace, string name) =>
        System.Diagnostics.Process.Start(
            new System.Diagnostics.ProcessStartInfo(scene.Program[0],
                [.. scene.Program[1..], Bystander.Verb, workspace + @"\file", name])
            {
                UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true,
            })!;

    private static (RunningCommand Running, Bystander Command) Inside(Scene scene, WindowsFence fence,
        LaunchRequest request)
    {
        var (questionsRead, questionsWrite) = Kernel32.Pipe();
        var (answersRead, answersWrite) = Kernel32.Pipe();
        RunningCommand running;
        using (questionsRead)
        using (answersWrite)
        using (var streams = Streams.Of(questionsRead, answersWrite, answersWrite))
            running = fence.Start(request, streams);
        var questions = new StreamWriter(Stream(questionsWrite, System.IO.FileAccess.Write));
        var answers = new StreamReader(Stream(answersRead, System.IO.FileAccess.Read));
        var command = new Bystander(questions, answers, () =>
        {
            questionsWrite.Dispose();
            answersRead.Dispose();
        });
        command.TellTo(scene, "sibling-");
        return (running, command);
    }

    private static FileStream Stream(FileHandle handle, System.IO.FileAccess access) =>
        new(new SafeFileHandle(handle.DangerousGetHandle(), ownsHandle: false), access, bufferSize: 1);
}
