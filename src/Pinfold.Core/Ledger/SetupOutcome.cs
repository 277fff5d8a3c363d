namespace Pinfold.Core.Ledger;

/// <summary>What became of a step.</summary>
public enum SetupOutcome
{
    /// <summary>It held, and was not touched.</summary>
    Held,

    /// <summary>It was made.</summary>
    Made,

    /// <summary>It held no more, and was made again.</summary>
    Repaired,

    /// <summary>It was taken back.</summary>
    TakenBack,

    /// <summary>It is not made yet (a plan).</summary>
    Planned,
}
