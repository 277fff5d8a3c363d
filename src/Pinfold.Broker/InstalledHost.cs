using Pinfold.Core.Protocol;
using Pinfold.Linux.Network;
using Pinfold.Linux.Setup;

namespace Pinfold.Broker;

/// <summary>This host, as the ledger says that setup made it.</summary>
internal sealed class InstalledHost(Installation installation) : IHost
{
    private readonly Lock _gate = new();
    private uint? _intactAt;

    public BrokerAccount Offline { get; } = Named(installation.Offline);

    public BrokerAccount Online { get; } = Named(installation.Online);

    public string? Stands()
    {
        lock (_gate)
        {
            try
            {
                return FirewallTable.Generation() == _intactAt ? null : Restore();
            }
            catch (IOException e)
            {
                return $"the firewall cannot be looked at, so nothing is started: {e.Message}";
            }
        }
    }

    public string? Repair()
    {
        lock (_gate)
        {
            try
            {
                return Restore();
            }
            catch (IOException e)
            {
                return e.Message;
            }
        }
    }

    private string? Restore()
    {
        _intactAt = null;
        var generation = FirewallTable.Generation();
        if (!FirewallTable.IsIntact(installation))
        {
            FirewallTable.Install(installation);
            generation = FirewallTable.Generation();
            if (!FirewallTable.IsIntact(installation)) return "the firewall does not keep Pinfold's rules: something else here changes them; see 'pinfold doctor'";
        }

        _intactAt = generation;
        return null;
    }

    private static BrokerAccount Named(InstalledAccount account) => new(account.Name, account.Uid, account.Gid);
}
