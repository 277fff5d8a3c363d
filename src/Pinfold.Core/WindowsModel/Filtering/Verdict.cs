namespace Pinfold.Core.WindowsModel.Filtering;

/// <summary>What a layer decides.</summary>
/// <param name="IsPermitted">True also when no filter had anything to say.</param>
/// <param name="By">The filter whose action it is, or null.</param>
/// <param name="IsVeto">A callout blocked what a hard permit had let through.</param>
public sealed record Verdict(bool IsPermitted, Filter? By, bool IsVeto);
