using Pinfold.Core.Planning.Windows.Elevated;
using Pinfold.Core.WindowsModel.Filtering;
using Pinfold.Windows.Network;

namespace Pinfold.Windows.Tests.Network;

/// <summary>
/// The platform's store in memory. After a start of the system it shows filters for that start, or not; then another of
/// the same key is taken, or refused.
/// </summary>
/// <param name="showsBoot">It shows them.</param>
/// <param name="takesBootAgain">A hidden one is replaced by one of the same key.</param>
internal sealed class ModelFilterStore(bool showsBoot, bool takesBootAgain) : IFilterStore
{
    private HashSet<Guid> _hidden = [];
    private bool _isChanging;

    internal Dictionary<Guid, Filter> There { get; private set; } = [];

    internal Sublayer? Sublayer { get; private set; }

    internal void Restart() =>
        _hidden = showsBoot ? [] : [.. There.Values.Where(f => f.Flags == FilterFlags.BootTime).Select(f => f.Key)];

    public void InTransaction(Action work)
    {
        var (there, hidden, sublayer) = (new Dictionary<Guid, Filter>(There), new HashSet<Guid>(_hidden), Sublayer);
        _isChanging = true;
        try
        {
            work();
        }
        catch
        {
            (There, _hidden, Sublayer) = (there, hidden, sublayer);
            throw;
        }
        finally
        {
            _isChanging = false;
        }
    }

    public List<ShownFilter> Shown(FilterTable table) =>
        [.. There.Values.Where(f => !_hidden.Contains(f.Key)).Select(f => new ShownFilter(f.Key, f.Name,
            table.Filters.Any(t => t.Key == f.Key && t.ToString() == f.ToString())))];

    public bool Add(Filter filter)
    {
        Changing();
        if (Sublayer?.Key != filter.Sublayer) throw new IOException("there is no such sublayer");
        if (There.ContainsKey(filter.Key) && !(takesBootAgain && _hidden.Remove(filter.Key))) return false;
        There[filter.Key] = filter;
        return true;
    }

    public bool Remove(Guid filter)
    {
        Changing();
        return !_hidden.Contains(filter) && There.Remove(filter);
    }

    public bool Has(Sublayer sublayer) => sublayer == Sublayer;

    public void Add(Sublayer sublayer)
    {
        Changing();
        Sublayer ??= sublayer;
    }

    public bool Remove(Sublayer sublayer)
    {
        Changing();
        if (There.Values.Any(f => f.Sublayer == sublayer.Key)) return false;
        Sublayer = null;
        return true;
    }

    private void Changing()
    {
        if (!_isChanging) throw new InvalidOperationException("nothing is changed outside of a transaction");
    }
}
