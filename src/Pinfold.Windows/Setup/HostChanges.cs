using System.Globalization;
using Pinfold.Core.Ledger;
using Pinfold.Core.Planning.Windows.Elevated;
using Pinfold.Core.Policy;
using Pinfold.Core.WindowsModel;
using Pinfold.Windows.Accounts;
using Pinfold.Windows.Native;
using Pinfold.Windows.Network;
using Pinfold.Windows.Service;

namespace Pinfold.Windows.Setup;

/// <summary>The changes of a set-up, on this host.</summary>
/// <param name="source">The folder that programs are copied from.</param>
internal sealed class HostChanges(string source) : ISetupHost
{
    private bool _hasMadeFilters;

    /// <summary>
    /// True for the broker, which starts with the system: where the platform shows no filters for the start of the
    /// system any more, it puts them there once, so that they are there whatever became of them.
    /// </summary>
    internal bool MakesBootFilters { get; init; }

    /// <inheritdoc/>
    public bool Holds(LedgerChange change) => change switch
    {
        LedgerChange.SecureFolder c => SecuredFolder.Is(c.Path, c.Sddl),
        LedgerChange.AddKey c => RegistryKeys.IsThere(c.Path),
        LedgerChange.CopyProgram c => File.Exists(c.Path) && ProgramFiles.Hash(c.Path) == c.Sha256,
        LedgerChange.AddLocalGroup c => LocalAccounts.IsThere(c),
        LedgerChange.AddLocalAccount c => LocalAccounts.IsThere(c),
        LedgerChange.GrantRight c => LocalAccounts.IsThere(c),
        LedgerChange.HideAccount c => LocalAccounts.IsThere(c),
        LedgerChange.EnableAccount c => LocalAccounts.IsThere(c),
        LedgerChange.AddFilters c =>
            TableOf(c) is { } table && FilterPlatform.IsIntact(table, showsBoot: MakesBootFilters && !_hasMadeFilters),
        LedgerChange.InstallService c => ServiceControl.IsThere(c),
        LedgerChange.StartService c => ServiceControl.ProcessOf(c.Identity) != 0,
        _ => throw Unknown(change),
    };

    /// <inheritdoc/>
    public void Make(LedgerChange change)
    {
        switch (change)
        {
            case LedgerChange.SecureFolder c: SecuredFolder.Make(c.Path, c.Sddl); break;
            case LedgerChange.AddKey c: RegistryKeys.Make(c.Path); break;
            case LedgerChange.CopyProgram c: Copy(c); break;
            case LedgerChange.AddLocalGroup c: LocalAccounts.Make(c); break;
            case LedgerChange.AddLocalAccount c: LocalAccounts.Make(c); break;
            case LedgerChange.GrantRight c: LocalAccounts.Make(c); break;
            case LedgerChange.HideAccount c: LocalAccounts.Make(c); break;
            case LedgerChange.EnableAccount c: LocalAccounts.Make(c); break;
            case LedgerChange.AddFilters c:
                FilterPlatform.Install(TableOf(c) ?? throw new IOException("the filters' accounts are not there"));
                _hasMadeFilters = true;
                break;
            case LedgerChange.InstallService c: ServiceControl.Make(c); break;
            case LedgerChange.StartService c: ServiceControl.Start(c.Identity); break;
            default: throw Unknown(change);
        }
    }

    /// <inheritdoc/>
    public string? TakeBack(LedgerChange change)
    {
        switch (change)
        {
            case LedgerChange.SecureFolder c:
                return SecuredFolder.Remove(c.Path)
                    ? null
                    : $"{c.Path} has something in it that is not Pinfold's, and stays";
            case LedgerChange.AddKey c:
                return RegistryKeys.Remove(c.Path)
                    ? null
                    : $"{c.Path} has something in it that is not Pinfold's, and stays";
            case LedgerChange.CopyProgram c: Remove(c); break;
            case LedgerChange.AddLocalGroup c: LocalAccounts.TakeBack(c); break;
            case LedgerChange.AddLocalAccount c: LocalAccounts.TakeBack(c); break;
            case LedgerChange.GrantRight c: LocalAccounts.TakeBack(c); break;
            case LedgerChange.HideAccount c: LocalAccounts.TakeBack(c); break;
            case LedgerChange.EnableAccount c: LocalAccounts.TakeBack(c); break;
            case LedgerChange.AddFilters c: return FilterPlatform.Remove(TableOf(c) ?? EmptyTable(c));
            case LedgerChange.InstallService c: ServiceControl.TakeBack(c); break;
            case LedgerChange.StartService c: ServiceControl.Stop(c.Identity); break;
            default: throw Unknown(change);
        }

        return null;
    }

    /// <summary>Null while one of the accounts is not there.</summary>
    private static FilterTable? TableOf(LedgerChange.AddFilters change) =>
        Advapi32.SidOf(change.Offline) is { } offline && Advapi32.SidOf(change.Online) is { } online
            ? TableOf(change, offline, online)
            : null;

    /// <summary>Keys do not depend on accounts: enough to remove by.</summary>
    private static FilterTable EmptyTable(LedgerChange.AddFilters change) =>
        TableOf(change, WellKnownSids.Anonymous, WellKnownSids.Anonymous);

    private static FilterTable TableOf(LedgerChange.AddFilters change, Sid offline, Sid online) => FilterTable.For(
        SandboxAccount.Offline(change.Offline, offline),
        SandboxAccount.Online(change.Online, online), Port(change.Proxy),
        change.Loopback.Length == 0 ? [] : [.. change.Loopback.Split(',').Select(Port)], ModeOf(change));

    /// <summary>The narrowest for a word that is none.</summary>
    internal static NetworkMode ModeOf(LedgerChange.AddFilters change) =>
        PolicyWords.TryMode(change.Network, out var mode) ? mode : NetworkMode.Offline;

    private static ushort Port(string text) => ushort.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);

    private void Copy(LedgerChange.CopyProgram change)
    {
        var from = Path.Combine(source, Path.GetFileName(change.Path));
        if (ProgramFiles.Hash(from) != change.Sha256)
            throw new IOException($"{from} has changed since the plan was made");
        var beside = Beside(change);
        File.Copy(from, beside, overwrite: true);
        if (ProgramFiles.Hash(beside) != change.Sha256) throw new IOException($"{beside} is not what was copied");
        File.Move(beside, change.Path, overwrite: true);
    }

    private static void Remove(LedgerChange.CopyProgram change)
    {
        if (!Directory.Exists(Path.GetDirectoryName(change.Path))) return;
        File.Delete(Beside(change));
        File.Delete(change.Path);
    }

    /// <summary>Where it is copied to, before it takes its place.</summary>
    private static string Beside(LedgerChange.CopyProgram change) => change.Path + ".new";

    private static SetupException Unknown(LedgerChange change) =>
        new($"the ledger has a change of the kind {change.GetType().Name}, which is not of this host");
}
