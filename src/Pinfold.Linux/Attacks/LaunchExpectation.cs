namespace Pinfold.Linux.Attacks;

/// <summary>Whether the fence may refuse to start an attempt at all.</summary>
internal enum LaunchExpectation
{
    /// <summary>A launch that fails proves nothing.</summary>
    Starts,

    /// <summary>Either is a refusal.</summary>
    MayStart,

    /// <summary>Starting it is the escape.</summary>
    NeverStarts,
}
