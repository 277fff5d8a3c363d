namespace Pinfold.Core.Ledger;

/// <summary>A step of a set-up, or of its undo, failed: the message names the step and the cause.</summary>
/// <param name="change">The step.</param>
/// <param name="inner">The cause.</param>
public sealed class SetupStepException(LedgerChange change, Exception inner)
    : IOException($"'{change.Describe()}': {inner.Message}", inner)
{
    /// <summary>The step.</summary>
    public LedgerChange Change { get; } = change;
}
