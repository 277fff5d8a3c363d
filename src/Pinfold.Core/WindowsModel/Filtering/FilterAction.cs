namespace Pinfold.Core.WindowsModel.Filtering;

/// <summary>
/// What a filter does with what it matches. A callout is a driver's function: here it always gives the same answer.
/// </summary>
public enum FilterAction
{
    /// <summary>
    /// FWP_ACTION_PERMIT: soft, so that another sublayer may block; hard with
    /// <see cref="FilterFlags.ClearActionRight"/>.
    /// </summary>
    Permit,

    /// <summary>FWP_ACTION_BLOCK: hard.</summary>
    Block,

    /// <summary>A callout that permits: soft, hard with <see cref="FilterFlags.ClearActionRight"/>.</summary>
    CalloutPermit,

    /// <summary>
    /// A callout that blocks: soft, hard with <see cref="FilterFlags.ClearActionRight"/>; it overrides even a hard
    /// permit (a veto).
    /// </summary>
    CalloutBlock,

    /// <summary>FWP_ACTION_CONTINUE: the next filter of the sublayer decides.</summary>
    Continue,
}
