using System.Collections.Immutable;
using Pinfold.Core.Ledger;
using Pinfold.Linux.Host;
using Pinfold.Linux.Setup;
using PlanLauncher = Pinfold.Linux.Processes.Launcher;

namespace Pinfold.Broker;

/// <summary>
/// The launcher beside the broker. Root starts it, so that it has to be what setup installed, and where root alone can
/// change it: then nobody else can put another in its place between the look and the start.
/// </summary>
internal sealed class OwnLauncher
{
    private const int RegularFile = 0x8000, GroupOrOtherMayWrite = 0x12;
    private readonly Lock _looking = new();
    private ImmutableArray<LedgerChange.InstallFile> _told = [];
    private string? _ledgerAt, _seen;

    private static string Path => PlanLauncher.Path;

    /// <summary>
    /// Why it is not to be started; null when it may be. The folders are looked at each time, its bytes when it has
    /// changed.
    /// </summary>
    internal string? Fault()
    {
        try
        {
            return Cause() is { } cause ? $"{Path} is not started: {cause}; run 'sudo pinfold doctor --fix'" : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return $"{Path} is not started: {e.Message}, then 'sudo pinfold doctor --fix'";
        }
    }

    private string? Cause()
    {
        using var folder = TrustedFolder.Open(RootFile.Folder(Path));
        if (folder is null || TrustedFolder.Look(folder, RootFile.Name(Path), Path) is not { } stat)
            return "it is missing";
        if (stat.Kind != RegularFile) return "it is no regular file";
        if (stat.Uid != 0) return $"it belongs to user {stat.Uid}";
        if ((stat.Mode & GroupOrOtherMayWrite) != 0)
            return $"others than root may change it (mode {Convert.ToString(stat.Mode & 0xfff, 8)})";
        lock (_looking) return IsAsInstalled() ? null : "it is not as setup installed it";
    }

    /// <summary>
    /// By mode and hash, as the ledger tells, also of one that is just taking its place. A ledger that is lost leaves
    /// what it told.
    /// </summary>
    private bool IsAsInstalled()
    {
        var (ledger, file) = (FileStamp.Of(SetupPaths.Ledger), FileStamp.Of(Path));
        if (ledger is not null && ledger != _ledgerAt)
        {
            _told = [.. SetupLedger.Read().Owed.Select(e => e.Change)
                .OfType<LedgerChange.InstallFile>().Where(f => f.Path == Path)];
            (_ledgerAt, _seen) = (ledger, null);
        }

        if (file is not null && file == _seen) return true;
        if (!_told.IsEmpty && !_told.Any(HostChanges.Holds)) return false;
        _seen = file;
        return true;
    }
}
