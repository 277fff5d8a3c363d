using Pinfold.Core.Ledger;
using Pinfold.Windows.Setup;

namespace Pinfold.Windows.Tests.Setup;

/// <summary>A host in memory that dies at a chosen moment: before a change, half way (it is there, nobody knows), or after.</summary>
internal sealed class ModelSetupHost : ISetupHost
{
    private int _calls;

    internal HashSet<LedgerChange> There { get; } = [];

    /// <summary>The call at which it dies; even: before the work, odd: after it.</summary>
    internal int DiesAt { get; set; } = int.MaxValue;

    internal int Calls => _calls;

    public bool IsThere(LedgerChange change) => There.Contains(change);

    public void Make(LedgerChange change) => Do(() => There.Add(change));

    public void TakeBack(LedgerChange change) => Do(() => There.Remove(change));

    private void Do(Action work)
    {
        if (_calls++ == DiesAt) throw new FileAccess.KilledException();
        work();
        if (_calls++ == DiesAt) throw new FileAccess.KilledException();
    }
}
