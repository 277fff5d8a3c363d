using Pinfold.Core.Planning.Windows.Elevated;
using Pinfold.Core.Protocol;

namespace Pinfold.Windows.Service;

/// <summary>What the broker answers from.</summary>
internal interface IBrokerHost
{
    /// <summary>The accounts.</summary>
    /// <exception cref="IOException">They are not there.</exception>
    WindowsInstallation Installed { get; }

    /// <summary>What stands. An account's numbers are the last parts of its SID and of its group's.</summary>
    /// <exception cref="IOException">It cannot be found out.</exception>
    /// <param name="running">Commands of the asking user.</param>
    BrokerStatus Status(int running);

    /// <summary>Puts accounts, rights and filters back as they were set up; null, or why that cannot be done.</summary>
    string? Repair();
}
