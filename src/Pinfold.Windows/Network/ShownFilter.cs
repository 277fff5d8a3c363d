namespace Pinfold.Windows.Network;

/// <summary>A filter of Pinfold's provider that the platform shows.</summary>
/// <param name="Key">Its GUID.</param>
/// <param name="Name">For people.</param>
/// <param name="IsTables">It is what the table has under that key.</param>
internal sealed record ShownFilter(Guid Key, string Name, bool IsTables);
