namespace Pinfold.Core.WindowsModel.Filtering;

/// <summary>A sublayer: it holds filters in every layer, and has a place among the others (FWPM_SUBLAYER0).</summary>
/// <param name="Key">Its GUID.</param>
/// <param name="Name">For people.</param>
/// <param name="Weight">The higher one is asked first. Between equal ones the order is not documented.</param>
public sealed record Sublayer(Guid Key, string Name, ushort Weight);
