using Pinfold.Core.Planning.Windows.Elevated;
using Pinfold.Core.Protocol;
using Pinfold.Windows.Service;

namespace Pinfold.Windows.Tests.Service;

/// <summary>Starts nothing, for a reason.</summary>
internal sealed class NoLaunches(IOException? why = null) : ILaunches
{
    internal int Asked { get; private set; }

    internal int Running { get; init; }

    public int CountOf(Caller caller) => Running;

    public StartedLaunch Start(AccountLaunch launch, WindowsInstallation installed, Caller caller)
    {
        Asked++;
        throw why ?? new IOException("nothing is started here");
    }

    public void End(Caller caller)
    {
    }
}
