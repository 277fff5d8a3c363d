namespace Pinfold.Fuzz.Targets;

/// <summary>What a target asserts; a broken claim is a crash.</summary>
internal static class Claim
{
    internal static void That(bool holds, string claim)
    {
        if (!holds) throw new InvalidOperationException(claim);
    }
}
