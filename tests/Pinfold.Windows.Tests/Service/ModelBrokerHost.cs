using Pinfold.Core.Protocol;
using Pinfold.Windows.Service;

namespace Pinfold.Windows.Tests.Service;

/// <summary>What the broker answers from, made up.</summary>
internal sealed class ModelBrokerHost(string? fault = null) : IBrokerHost
{
    internal static readonly BrokerStatus Standing = new(new("PinfoldOffline", 1101, 1100), new("PinfoldOnline", 1102, 1100), 0, []);

    internal int Repairs { get; private set; }

    public BrokerStatus Status() => Standing;

    public string? Repair()
    {
        Repairs++;
        return fault;
    }
}
