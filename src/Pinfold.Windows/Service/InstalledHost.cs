using System.Collections.Immutable;
using System.Globalization;
using Pinfold.Core.Ledger;
using Pinfold.Core.Planning.Windows.Elevated;
using Pinfold.Core.Protocol;
using Pinfold.Core.WindowsModel;
using Pinfold.Windows.Native;
using Pinfold.Windows.Network;
using Pinfold.Windows.Setup;

namespace Pinfold.Windows.Service;

/// <summary>What setup made of this host, as its ledger says. Nothing else is kept.</summary>
internal sealed class InstalledHost : IBrokerHost
{
    private readonly LedgerChange[] _made;
    private readonly ISetupHost _host;
    private readonly Lock _gate = new();

    internal InstalledHost(LedgerBook book, ISetupHost host)
    {
        _host = host;
        _made = [.. book.Entries.Where(e => e.State == LedgerState.Applied).Select(e => e.Change).Where(IsRepaired)];
    }

    /// <summary>From this host's ledger.</summary>
    /// <exception cref="IOException">There is none, or somebody else may write it.</exception>
    internal static InstalledHost Read() => new(SetupLedger.Read(), new HostChanges(SetupPaths.Programs));

    /// <summary>The accounts' group.</summary>
    internal Sid Group => SidOf(Only<LedgerChange.AddLocalGroup>(_ => true).Path);

    /// <inheritdoc/>
    public WindowsInstallation Installed
    {
        get
        {
            var (offline, online) = (NameOf("offline"), NameOf("online"));
            var filters = Only<LedgerChange.AddFilters>(_ => true);
            return new(SandboxAccount.Offline(offline, SidOf(offline)), SandboxAccount.Online(online, SidOf(online)), Group, Port(filters.Proxy),
                [.. filters.Loopback.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(Port)]);
        }
    }

    /// <inheritdoc/>
    public BrokerStatus Status(int running) => new(Account("offline"), Account("online"), running, []) { Rivals = Rivals() };

    /// <inheritdoc/>
    public string? Repair()
    {
        lock (_gate)
        {
            foreach (var change in _made)
            {
                try
                {
                    if (_host.Holds(change)) continue;
                    _host.Make(change);
                    if (_host.Holds(change)) continue;
                    return $"'{change.Describe()}' cannot be put back: it reports success, and the host does not have it; 'pinfold doctor' says more";
                }
                catch (Exception e) when (e is IOException or UnauthorizedAccessException)
                {
                    return $"'{change.Describe()}' cannot be put back: {e.Message}; 'pinfold doctor' says more";
                }
            }

            return null;
        }
    }

    /// <summary>What is not known counts as there.</summary>
    private static ImmutableArray<string> Rivals()
    {
        try
        {
            return FilterPlatform.EqualSublayers(FilterTable.SublayerKey);
        }
        catch (NativeException e)
        {
            return [$"which ones cannot be looked up ({e.Message})"];
        }
    }

    private BrokerAccount Account(string role)
    {
        var name = NameOf(role);
        return new(name, SidOf(name).SubAuthorities[^1], Group.SubAuthorities[^1]);
    }

    private string NameOf(string role) => Only<LedgerChange.AddLocalAccount>(a => a.Role == role).Path;

    private static ushort Port(string text) => ushort.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port)
        ? port
        : throw new SetupException($"the ledger names '{text}' as a port; run 'pinfold doctor --fix'");

    private T Only<T>(Func<T, bool> which)
        where T : LedgerChange => _made.OfType<T>().LastOrDefault(which) ?? throw new SetupException("setup did not get as far as the accounts; run 'pinfold setup' again");

    private static Sid SidOf(string name) => Advapi32.SidOf(name) ?? throw new SetupException($"{name} is gone; run 'pinfold doctor --fix'");

    /// <summary>Neither files nor the service itself: the broker replaces no program that it could be.</summary>
    private static bool IsRepaired(LedgerChange change) =>
        change is LedgerChange.AddKey or LedgerChange.HideAccount or LedgerChange.AddLocalGroup or LedgerChange.AddLocalAccount or LedgerChange.GrantRight
            or LedgerChange.AddFilters or LedgerChange.EnableAccount;
}
