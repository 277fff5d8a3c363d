using CsCheck;

namespace Pinfold.Core.Tests;

/// <summary>Generators that CsCheck has not.</summary>
internal static class Gens
{
    internal static Gen<T> Of<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);
}
