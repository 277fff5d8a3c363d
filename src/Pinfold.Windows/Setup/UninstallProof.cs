using System.Collections.Immutable;
using System.Text;
using Pinfold.Core.Ledger;

namespace Pinfold.Windows.Setup;

/// <summary>The host before setup, on the disk from before its first change until its last undo is proved.</summary>
/// <param name="Before">What is compared.</param>
internal sealed record UninstallProof(HostState Before)
{
    private const string Whole = "--\n";

    /// <summary>
    /// What of the state before is not compared. Nothing here: what a lost set-up left is named as a difference.
    /// </summary>
    internal string? LeftOut { get; init; }

    /// <summary>
    /// Takes and writes it; one that is there stays, since the uninstall that removes it has not come to its end.
    /// </summary>
    internal static void Begin(ImmutableArray<LedgerChange> plan)
    {
        _ = plan;
        if (Read() is not null) return;
        using var file = new FileStream(SetupPaths.Before, FileMode.Create, System.IO.FileAccess.Write, FileShare.None);
        file.Write(Encoding.UTF8.GetBytes(HostSurvey.Take() + Whole));
        file.Flush(flushToDisk: true);
    }

    /// <summary>Null when there is none, or it is torn.</summary>
    internal static UninstallProof? Read()
    {
        if (!File.Exists(SetupPaths.Before)) return null;
        var text = File.ReadAllText(SetupPaths.Before);
        return text.EndsWith(Whole, StringComparison.Ordinal) ? new(HostState.Parse(text[..^Whole.Length])) : null;
    }

    /// <summary>What is not as it was.</summary>
    internal IEnumerable<string> Differences() => HostSurvey.Take().Differences(Before);

    /// <summary>
    /// Removes ledger, proof and folder: the end of an uninstall. What is cut off here is gone on with by another
    /// uninstall.
    /// </summary>
    /// <param name="ledger">The ledger. It is closed: an open file keeps its name.</param>
    /// <returns>What stays, or null.</returns>
    internal static string? End(HostLedger? ledger)
    {
        (ledger as IDisposable)?.Dispose();
        if (!Directory.Exists(SetupPaths.State)) return null;
        File.Delete(SetupPaths.Ledger);
        File.Delete(SetupPaths.Before);
        return SecuredFolder.Remove(SetupPaths.State)
            ? null
            : $"{SetupPaths.State} has something in it that is not Pinfold's, and stays";
    }
}
