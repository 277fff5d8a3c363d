using System.Collections.Concurrent;
using Pinfold.Core.Paths;
using Pinfold.Core.Ledger;
using Pinfold.Core.Protocol;
using Pinfold.Linux.Accounts;
using Pinfold.Linux.Elevated;
using Pinfold.Linux.Native;
using Pinfold.Linux.Setup;
using Pinfold.Linux.Workspace;

namespace Pinfold.Broker;

/// <summary>
/// Lets an account into the caller's own folders by access list, once for each, through the ledger. All file work is
/// done as the caller.
/// </summary>
internal static class Grants
{
    private const string NoLedger = "there is no ledger, and no change without its record: run 'sudo pinfold setup'";
    private const int MaxOfOneUser = 256, MostEntries = 500_000;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20); // the caller's is half as much again
    private static readonly Lock Gate = new();
    private static readonly ConcurrentDictionary<uint, Lock> Walks = [];

    /// <summary>Makes what a checked plan asks for; null, or why not.</summary>
    internal static string? Make(LocalSocket caller, BrokerAccount account,
        IEnumerable<(CanonicalPath Path, bool Write)> granted) =>
        granted.Select(g => Let(caller, account, g.Path, g.Write)).FirstOrDefault(fault => fault is not null);

    private static string? Let(LocalSocket caller, BrokerAccount account, CanonicalPath path, bool write)
    {
        var (_, uid, primary) = caller.Peer;
        var groups = caller.PeerGroups;
        using var folder = CallerThread.Run(uid, primary, groups, () => Folder.Open(path));
        if (GrantedFolder.Refusal(path, folder, uid) is { } refusal) return refusal;
        var change = GrantedFolder.Change(folder!, account.Uid, uid, write);
        var grant = new AccessGrant(folder!, CallerGroup.Of(uid)!.Value);
        lock (Walks.GetOrAdd(uid, static _ => new()))
        {
            if (Owe(change, grant, out var isDone) is { } fault) return fault;
            if (isDone) return null;
            try
            {
                CallerThread.Run(uid, primary, groups, () =>
                {
                    if (write) grant.Write(uid, MostEntries, Patience);
                    else grant.Enter();
                    return true;
                });
            }
            catch (SetupException e) when (e.InnerException is LinuxException { Errno: Errno.EOPNOTSUPP })
            {
                return $"{path} is on a file system that knows neither idmapped mounts nor access lists: "
                    + "elevated mode cannot let its account in; use --mode unelevated there";
            }
            catch (SetupException e)
            {
                return $"{e.Message}; use --mode unelevated there";
            }

            return grant.Holds ? Settle(change)
                : $"the access list of {path} cannot be changed: it has rights of its own that would change with it; use --mode unelevated there";
        }
    }

    /// <summary>
    /// The record before the change. Where it is there already, and only the list was taken off, there is no further
    /// one.
    /// </summary>
    private static string? Owe(LedgerChange.GrantAccess change, AccessGrant grant, out bool isDone)
    {
        lock (Gate)
        {
            isDone = false;
            using var ledger = SetupLedger.Open(create: false);
            if (ledger is null) return NoLedger;
            if (ledger.Book.Find(change) is { State: LedgerState.Applied })
            {
                isDone = grant.Holds;
                return null;
            }

            if (ledger.Book.Owed.Count(e => e.Change is LedgerChange.GrantAccess g
                && g.Owner == change.Owner) >= MaxOfOneUser)
                return $"user {change.Owner} has {MaxOfOneUser} folders let in by access list already; 'pinfold uninstall' takes them back";
            ledger.Intend(change);
            return null;
        }
    }

    private static string? Settle(LedgerChange.GrantAccess change)
    {
        lock (Gate)
        {
            using var ledger = SetupLedger.Open(create: false);
            if (ledger?.Book.Find(change) is not { State: LedgerState.Intended or LedgerState.Applied } entry)
                return NoLedger;
            if (entry.State == LedgerState.Intended) ledger.Move(entry, LedgerState.Applied);
            return null;
        }
    }
}
