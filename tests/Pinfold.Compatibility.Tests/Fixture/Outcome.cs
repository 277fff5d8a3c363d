namespace Pinfold.Compatibility.Tests.Fixture;

/// <summary>How a program ended, and what it said.</summary>
internal sealed record Outcome(int Status, string Output, string Error)
{
    public override string ToString() => $"status {Status}\n--- output\n{Output}\n--- error\n{Error}";
}
