namespace Pinfold.Core.Policy;

/// <summary>One fault in an input that a person wrote.</summary>
/// <param name="Code">Stable code, <c>PF1xxx</c>; documented in docs/policy.md.</param>
/// <param name="Origin">Where.</param>
/// <param name="Message">Subject and cause.</param>
/// <param name="Remedy">What to write instead.</param>
public sealed record Diagnostic(string Code, Origin Origin, string Message, string Remedy)
{
    /// <summary><c>policy.toml(12,9): PF1003 message; remedy</c>.</summary>
    public override string ToString() => $"{Origin}: {Code} {Message}; {Remedy}";
}
