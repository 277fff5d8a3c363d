namespace Pinfold.Core.Attacks;

/// <summary>One attack's outcome.</summary>
/// <param name="Attack">Which.</param>
/// <param name="Outcome">What became of it.</param>
/// <param name="Detail">The refused call and its errno (<c>openat: EROFS</c>), what escaped, or why it was
/// skipped.</param>
/// <param name="Errno">The symbol of the refusal's errno or signal; null when there is none.</param>
/// <param name="Milliseconds">Wall time of control and attempt together.</param>
public sealed record AttackResult(Attack Attack, AttackOutcome Outcome, string Detail, string? Errno,
    double Milliseconds);
