using Pinfold.Cli.Output;

namespace Pinfold.Cli.Running;

/// <summary>The first use of a root passes entries on to every file in it, which takes as long as the root is large: whoever looks on is told.</summary>
internal sealed class FirstUseProgress : IProgress<long>
{
    private const long Worth = 5_000;
    private long _told;

    public void Report(long value)
    {
        if (value < _told + Worth || !Messages.ErrorIsTerminal) return;
        _told = value;
        Messages.Error($"\rpinfold: preparing this folder, once: {value:n0} files");
    }
}
