using Pinfold.Core.Planning.Windows.Elevated;
using Pinfold.Core.Protocol;

namespace Pinfold.Windows.Service;

/// <summary>Starts commands of the accounts.</summary>
internal interface ILaunches
{
    /// <summary>How many commands of the client's user run.</summary>
    int CountOf(Caller caller);

    /// <summary>Starts a command; disposing it ends what still runs of it.</summary>
    /// <exception cref="IOException">It is refused, or cannot be started; nothing is left behind.</exception>
    StartedLaunch Start(AccountLaunch launch, WindowsInstallation installed, Caller caller);

    /// <summary>Ends every command of the client's user.</summary>
    void End(Caller caller);
}
