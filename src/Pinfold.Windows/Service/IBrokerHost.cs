using Pinfold.Core.Protocol;

namespace Pinfold.Windows.Service;

/// <summary>What the broker answers from.</summary>
internal interface IBrokerHost
{
    /// <summary>What stands. An account's numbers are the last parts of its SID and of its group's.</summary>
    /// <exception cref="IOException">It cannot be found out.</exception>
    BrokerStatus Status();

    /// <summary>Puts accounts, rights and filters back as they were set up; null, or why that cannot be done.</summary>
    string? Repair();
}
