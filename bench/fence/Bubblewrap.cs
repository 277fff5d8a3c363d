using Pinfold.Core.Planning;

namespace Pinfold.Bench.Fence;

/// <summary>The plan's mounts and namespaces as bubblewrap's options. It takes no absent names (it would leave them on
/// the host), and has neither Landlock nor a supervised connect(2) nor, here, a filter.</summary>
internal static class Bubblewrap
{
    internal static List<string> SameAs(Setting at)
    {
        List<string> argv = ["/usr/bin/bwrap", "--unshare-user", "--unshare-pid", "--unshare-ipc",
            "--unshare-uts", "--unshare-net", "--die-with-parent", "--ro-bind", "/", "/"];
        foreach (var step in at.Plan().Steps)
        {
            switch (step)
            {
                case PlanStep.Writable p: argv.AddRange("--bind", p.Path.Value, p.Path.Value); break;
                case PlanStep.Pin p: argv.AddRange("--bind", p.Path.Value, p.Path.Value); break;
                case PlanStep.ReadOnly p when Path.Exists(p.Path.Value):
                    argv.AddRange("--ro-bind", p.Path.Value, p.Path.Value); break;
                case PlanStep.PrivateFolder { Sealed: true } p:
                    argv.AddRange("--tmpfs", p.Path.Value, "--remount-ro", p.Path.Value); break;
                case PlanStep.PrivateFolder p: argv.AddRange("--tmpfs", p.Path.Value); break;
                case PlanStep.Hide { IsDirectory: true } p:
                    argv.AddRange("--tmpfs", p.Path.Value, "--remount-ro", p.Path.Value); break;
                case PlanStep.Hide p: argv.AddRange("--ro-bind", "/dev/null", p.Path.Value); break;
                case PlanStep.PrivateDevices: argv.AddRange("--dev", "/dev"); break;
                case PlanStep.PrivateProc: argv.AddRange("--proc", "/proc"); break;
            }
        }

        argv.AddRange("--chdir", at.Workspace);
        return argv;
    }

    private static void AddRange(this List<string> list, params ReadOnlySpan<string> words)
    {
        foreach (var word in words) list.Add(word);
    }
}
