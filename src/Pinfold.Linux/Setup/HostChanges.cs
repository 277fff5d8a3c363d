using System.Globalization;
using Pinfold.Core.Ledger;
using Pinfold.Linux.Accounts;
using Pinfold.Linux.Host;
using Pinfold.Linux.Network;

namespace Pinfold.Linux.Setup;

/// <summary>The changes of a set-up, on this host.</summary>
/// <param name="source">The folder that files are copied from.</param>
internal sealed class HostChanges(string source) : ISetupHost
{
    private readonly MovedFolders _moved = new();

    /// <summary>True when the host has exactly what the change makes.</summary>
    internal static bool Holds(LedgerChange change) => change switch
    {
        LedgerChange.MakeFolder f => RootFolder.Is(f.Path, Mode(f.Mode)),
        LedgerChange.InstallFile f => RootFile.Is(f.Path, Mode(f.Mode), f.Sha256),
        LedgerChange.AddGroup g => SandboxAccount.Is(g),
        LedgerChange.AddAccount a => SandboxAccount.Is(a),
        LedgerChange.LoadTable t => FirewallTable.IsIntact(Filter(t)),
        LedgerChange.EnableUnit u => u.Path == RunLevels.Script ? RunLevels.IsEnabled() : Systemd.IsEnabled(u.Path),
        LedgerChange.StartService => LaunchService.IsRunning(),
        _ => throw Unknown(change),
    };

    bool ISetupHost.Holds(LedgerChange change) => Holds(change);

    /// <inheritdoc/>
    public void Make(LedgerChange change)
    {
        switch (change)
        {
            case LedgerChange.MakeFolder f: RootFolder.Make(f.Path, Mode(f.Mode)); break;
            case LedgerChange.InstallFile f:
                RootFile.Write(f.Path, Mode(f.Mode), new ProgramFiles(source).Bytes(f.Path)); break;
            case LedgerChange.AddGroup g: SandboxAccount.Add(g); break;
            case LedgerChange.AddAccount a: SandboxAccount.Add(a); break;
            case LedgerChange.LoadTable t: FirewallTable.Install(Filter(t)); break;
            case LedgerChange.EnableUnit u when u.Path == RunLevels.Script: RunLevels.Enable(); break;
            case LedgerChange.EnableUnit u: Systemd.Enable(u.Path); break;
            case LedgerChange.StartService s: LaunchService.Start(s); break;
            default: throw Unknown(change);
        }
    }

    /// <inheritdoc/>
    public string? TakeBack(LedgerChange change)
    {
        switch (change)
        {
            case LedgerChange.MakeFolder f:
                if (f.Path.StartsWith(SessionCgroups.Top + "/", StringComparison.Ordinal)) SessionCgroups.Clear(f.Path);
                return RootFolder.Remove(f.Path)
                    ? null
                    : $"{f.Path} has something in it that is not Pinfold's, and stays";
            case LedgerChange.InstallFile f:
                RootFile.Remove(f.Path);
                if (Systemd.IsHere && RootFile.Folder(f.Path) == SetupPaths.Units) Systemd.Reload();
                return null;
            case LedgerChange.AddGroup g: return SandboxAccount.Remove(g);
            case LedgerChange.AddAccount a: return SandboxAccount.Remove(a);
            case LedgerChange.LoadTable: FirewallTable.Remove(); return null;
            case LedgerChange.EnableUnit u:
                if (u.Path == RunLevels.Script) RunLevels.Disable();
                else if (Systemd.IsHere) Systemd.Disable(u.Path);
                return null;
            case LedgerChange.GrantAccess g: return GrantedFolder.TakeBack(g, _moved);
            case LedgerChange.StartService s: return LaunchService.Stop(s);
            default: throw Unknown(change);
        }
    }

    /// <inheritdoc/>
    public string? Remains(LedgerChange change) =>
        change is LedgerChange.GrantAccess g ? GrantedFolder.Remains(g, _moved) : null;

    private static Installation Filter(LedgerChange.LoadTable t) =>
        new(new("", Number(t.Offline), 0), new("", Number(t.Online), 0))
            { Loopback = Installation.Ports(t.Loopback), Cgroups = t.Cgroups, Network = t.Network };

    private static uint Number(string text) => uint.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);

    private static uint Mode(string octal) => Convert.ToUInt32(octal, 8);

    private static SetupException Unknown(LedgerChange change) =>
        new($"the ledger has a change of the kind {change.GetType().Name}, which is not of this host");
}
