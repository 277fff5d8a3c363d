namespace Pinfold.Core.Policy;

/// <summary>A value, and where it was said.</summary>
internal sealed record Said<T>(T Value, Origin Origin);
