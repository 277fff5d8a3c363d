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

/// <summary>
/// What setup made of this host, as its ledger says; that is read again when it has changed, since setup may run while
/// the broker does. Nothing else is kept.
/// </summary>
internal sealed class InstalledHost : IBrokerHost
{
    private readonly ISetupHost _host;
    private readonly Func<LedgerBook?> _changed;
    private readonly Lock _gate = new();
    private LedgerChange[] _made;

    /// <summary>As <paramref name="book"/> says.</summary>
    /// <param name="book">The ledger.</param>
    /// <param name="host">Makes changes.</param>
    /// <param name="changed">The ledger when it has changed, else null.</param>
    internal InstalledHost(LedgerBook book, ISetupHost host, Func<LedgerBook?>? changed = null) =>
        (_made, _host, _changed) = (MadeOf(book), host, changed ?? (() => null));

    /// <summary>From this host's ledger.</summary>
    /// <exception cref="IOException">There is none, or somebody else may write it.</exception>
    internal static InstalledHost Read()
    {
        var (stamp, book) = (Stamp(), SetupLedger.Read());
        return new(book, new HostChanges(SetupPaths.Programs) { MakesBootFilters = true }, () =>
        {
            var now = Stamp();
            if (now == stamp || now.Length < 0) return null; // one that is lost leaves what it told
            stamp = now;
            return SetupLedger.Read();
        });
    }

    /// <summary>The accounts' group.</summary>
    internal Sid Group => SidOf(Only<LedgerChange.AddLocalGroup>(_ => true).Path);

    /// <inheritdoc/>
    public WindowsInstallation Installed
    {
        get
        {
            var (offline, online) = (NameOf("offline"), NameOf("online"));
            var filters = Only<LedgerChange.AddFilters>(_ => true);
            return new WindowsInstallation(SandboxAccount.Offline(offline, SidOf(offline)),
                SandboxAccount.Online(online, SidOf(online)), Group, Port(filters.Proxy),
                [.. filters.Loopback.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(Port)])
                    { Network = HostChanges.ModeOf(filters) };
        }
    }

    /// <inheritdoc/>
    public BrokerStatus Status(int running) =>
        new(Account("offline"), Account("online"), running, []) { Rivals = Rivals() };

    /// <inheritdoc/>
    public string? Repair()
    {
        lock (_gate)
        {
            try
            {
                if (_changed() is { } book) _made = MadeOf(book);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                return $"the ledger of the set-up has changed, and cannot be read: {e.Message}; 'pinfold doctor' says more";
            }

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

    private static ushort Port(string text) =>
        ushort.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port)
            ? port
            : throw new SetupException($"the ledger names '{text}' as a port; run 'pinfold doctor --fix'");

    private T Only<T>(Func<T, bool> which)
        where T : LedgerChange => _made.OfType<T>().LastOrDefault(which)
            ?? throw new SetupException("setup did not get as far as the accounts; run 'pinfold setup' again");

    private static Sid SidOf(string name) =>
        Advapi32.SidOf(name) ?? throw new SetupException($"{name} is gone; run 'pinfold doctor --fix'");

    /// <summary>
    /// Of several tables of filters the last one, which counts from the moment that it is about to take the place of
    /// another.
    /// </summary>
    private static LedgerChange[] MadeOf(LedgerBook book)
    {
        var filters = book.Entries.LastOrDefault(
            e => e is { State: LedgerState.Applied or LedgerState.Intended, Change: LedgerChange.AddFilters })?.Change;
        return [.. book.Entries.Where(e => e.Change is LedgerChange.AddFilters
            ? e.Change == filters && e.IsOwed
            : e.State == LedgerState.Applied && IsRepaired(e.Change)).Select(e => e.Change).Distinct()
            // a table that took the place of another comes later in the ledger, and no account is enabled before it
            .OrderBy(c => c is LedgerChange.EnableAccount)];
    }

    private static (DateTime Time, long Length) Stamp() =>
        new FileInfo(SetupPaths.Ledger) is { Exists: true } file ? (file.LastWriteTimeUtc, file.Length) : (default, -1);

    /// <summary>Neither files nor the service itself: the broker replaces no program that it could be.</summary>
    private static bool IsRepaired(LedgerChange change) =>
        change is LedgerChange.AddKey or LedgerChange.HideAccount or LedgerChange.AddLocalGroup
            or LedgerChange.AddLocalAccount or LedgerChange.GrantRight
            or LedgerChange.EnableAccount;
}
