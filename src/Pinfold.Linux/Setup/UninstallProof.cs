using System.Collections.Immutable;
using System.Text;
using Pinfold.Core.Ledger;
using Pinfold.Linux.Accounts;

namespace Pinfold.Linux.Setup;

/// <summary>The host before setup, on the disk from before its first change until its last undo is proved.</summary>
/// <param name="Before">What is compared.</param>
/// <param name="Kept">Copies of files (<see cref="AccountFiles.Keep"/>).</param>
internal sealed record UninstallProof(HostState Before, string[] Kept)
{
    private const string Divider = "--\n";
    private const string WithoutOwn = "without what was Pinfold's already";
    private const uint OwnerOnly = 0x180;

    /// <summary>What of the state before is not known any more, and so not compared; null when it is whole.</summary>
    internal string? LeftOut => !Kept.Contains(WithoutOwn, StringComparer.Ordinal) ? null
        : "the state before the first set-up is lost: Pinfold's own things that setup found are left out of the comparison; "
            + "where a lost ledger told of users' folders that were let in by access list, the entries on them stay";

    /// <summary>
    /// Takes and writes it; one that is there stays, since the uninstall that removes it has not come to its end. Of
    /// <paramref name="plan"/> what stands already is a lost set-up's, and no part of it.
    /// </summary>
    internal static void Begin(ImmutableArray<LedgerChange> plan)
    {
        if (Read() is not null) return;
        var before = HostSurvey.Take();
        var found = FoundThings.LeaveOut(before, plan);
        string[] kept = [.. AccountFiles.Keep(found ? plan : []), .. found ? (string[])[WithoutOwn] : []];
        var text = before + Divider + string.Concat(kept.Select(l => l + "\n"));
        RootFile.Write(SetupPaths.Before, OwnerOnly, Encoding.UTF8.GetBytes(text));
    }

    /// <summary>Null when there is none, or it is torn.</summary>
    internal static UninstallProof? Read()
    {
        if (!File.Exists(SetupPaths.Before)) return null;
        var text = File.ReadAllText(SetupPaths.Before);
        var divider = text.IndexOf(Divider, StringComparison.Ordinal);
        return divider < 0
            ? null
            : new(HostState.Parse(text[..divider]),
                text[(divider + Divider.Length)..].Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    /// <summary>Puts back what the system's tools keep, and tells what is not as it was.</summary>
    internal IEnumerable<string> Differences()
    {
        AccountFiles.PutBack(Kept, Before);
        return HostSurvey.Take().Differences(Before);
    }

    /// <summary>
    /// Removes ledger, proof and folder: the end of an uninstall. What is cut off here is gone on with by another
    /// uninstall.
    /// </summary>
    /// <param name="ledger">The ledger: still locked, so that no other setup begins to write what is about to
    /// go.</param>
    /// <returns>What stays, or null.</returns>
    internal static string? End(HostLedger? ledger)
    {
        _ = ledger;
        RootFile.Remove(SetupPaths.Ledger);
        RootFile.Remove(SetupPaths.Before);
        return RootFolder.Remove(SetupPaths.State)
            ? null
            : $"{SetupPaths.State} has something in it that is not Pinfold's, and stays";
    }
}
