using Pinfold.Core.Planning.Windows.Elevated;
using Pinfold.Core.Protocol;
using Pinfold.Core.WindowsModel;
using Pinfold.Windows.Service;

namespace Pinfold.Windows.Tests.Service;

/// <summary>What the broker answers from, made up.</summary>
internal sealed class ModelBrokerHost(string? fault = null) : IBrokerHost
{
    internal static readonly BrokerStatus Standing = new(new("PinfoldOffline", 1101, 1100),
        new("PinfoldOnline", 1102, 1100), 0, []);

    internal int Repairs { get; private set; }

    public WindowsInstallation Installed { get; init; } = WindowsInstallation.Described(
        Sid.Parse("S-1-5-21-1-2-3-1001"));

    public BrokerStatus Status(int running) => Standing with { Running = running };

    public string? Repair()
    {
        Repairs++;
        return fault;
    }
}
