using Pinfold.Core.Ledger;

namespace Pinfold.Windows.Tests.Setup;

/// <summary>A host in memory, of which nothing is taken back.</summary>
internal sealed class MemoryHost : ISetupHost
{
    /// <summary>What it has, in the order in which it was made.</summary>
    internal List<LedgerChange> Made { get; init; } = [];

    /// <summary>What it says is done and does not keep.</summary>
    internal Type? Forgets { get; init; }

    /// <summary>A ledger in which all of that is made.</summary>
    internal static LedgerBook BookOf(IEnumerable<LedgerChange> changes)
    {
        var book = new LedgerBook();
        foreach (var change in changes)
        {
            book.Intend(change, out var entry);
            book.Move(entry, LedgerState.Applied, out _);
        }

        return book;
    }

    public bool Holds(LedgerChange change) => change.GetType() != Forgets && Made.Contains(change);

    public void Make(LedgerChange change) => Made.Add(change);

    public string? TakeBack(LedgerChange change) => throw new InvalidOperationException("a repair takes nothing back");
}
