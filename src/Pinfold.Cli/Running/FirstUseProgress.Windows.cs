using Pinfold.Cli.Output;

namespace Pinfold.Cli.Running;

/// <summary>
/// The first use of a root passes entries on to every file in it, which takes as long as the root is large: whoever
/// looks on is told.
/// </summary>
internal sealed class FirstUseProgress : IProgress<long>
{
    private const long Worth = 5_000;
    private long _told;

    /// <summary>
    /// Before a root gets a label of the fence's own level: what that takes from the user, and how it is given back.
    /// </summary>
    internal static void Announce() => Messages.Say("""
        first use of this folder: programs in it get a lower level, also when you start them yourself outside of the fence.
        Such a program (of .venv, node_modules, bin, target) writes nothing outside of folders that were used with pinfold. 'pinfold uninstall --mine' takes it back.
        """);

    public void Report(long value)
    {
        if (value < _told + Worth || !Messages.ErrorIsTerminal) return;
        _told = value;
        Messages.Error($"\rpinfold: preparing this folder, once: {value:n0} files");
    }
}
