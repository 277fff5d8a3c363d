namespace Pinfold.Core.Attacks;

/// <summary>What became of one attack.</summary>
public enum AttackOutcome
{
    /// <summary>
    /// The kernel refused it in a way that the attack's code expects of a fence, and nothing changed outside.
    /// </summary>
    Denied,

    /// <summary>It worked, wholly or in part.</summary>
    Escaped,

    /// <summary>It did not work, but not because it was refused as expected: proves nothing.</summary>
    Failed,

    /// <summary>
    /// It was not run, or its control does not work on this host for this user. Never counted as denied.
    /// </summary>
    Skipped,

    /// <summary>
    /// It worked, as the enforcement report says it would: a gap that is named. It says nothing for the fence and
    /// nothing new against it.
    /// </summary>
    Open,

    /// <summary>
    /// The fence confines nothing on this host, so that an attempt would show nothing. Never counted as denied, and no
    /// run with one holds.
    /// </summary>
    NotRun,
}
