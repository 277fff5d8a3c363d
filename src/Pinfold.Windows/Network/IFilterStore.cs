using Pinfold.Core.Planning.Windows.Elevated;
using Pinfold.Core.WindowsModel.Filtering;

namespace Pinfold.Windows.Network;

/// <summary>
/// What the platform keeps of Pinfold's. Filters for the start of the system are taken out of their layers when the
/// filtering service has started (Win32, <i>Object Management</i>); whether they are shown afterwards, found by their
/// key or taken for another of the same key is documented nowhere.
/// </summary>
internal interface IFilterStore
{
    /// <summary>All of <paramref name="work"/>, or nothing of it.</summary>
    void InTransaction(Action work);

    /// <summary>The provider's filters that the platform shows, in a list or by a key of the table's.</summary>
    List<ShownFilter> Shown(FilterTable table);

    /// <summary>Adds a filter; false when there is one of its key.</summary>
    bool Add(Filter filter);

    /// <summary>Removes a filter; false when there is none of that key.</summary>
    bool Remove(Guid filter);

    /// <summary>True when the sublayer is there, with its weight.</summary>
    bool Has(Sublayer sublayer);

    /// <summary>Adds provider and sublayer where there is none.</summary>
    void Add(Sublayer sublayer);

    /// <summary>
    /// Removes the sublayer and then the provider, to which it refers; false when a filter refers to one of them still.
    /// </summary>
    bool Remove(Sublayer sublayer);
}
