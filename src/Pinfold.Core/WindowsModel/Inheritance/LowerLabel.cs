namespace Pinfold.Core.WindowsModel.Inheritance;

/// <summary>
/// What becomes of a request to make something where the label that it would inherit is above the subject's level. That
/// happens only where that label's own container lets the subject in, as where it has no no-write-up. MS-DTYP 2.5.3.4
/// does not know of labels.
/// </summary>
public enum LowerLabel
{
    /// <summary>
    /// It is refused, with STATUS_PRIVILEGE_NOT_HELD, as setting such a label is: what is told of drives whose top
    /// folder passes on the high level (error 0x80070522, gone after <c>icacls D:\ /setintegritylevel M</c>). The worse
    /// case, and so the model's own.
    /// </summary>
    Refused,

    /// <summary>It gets the container's, as from subjects that stand above it.</summary>
    Inherited,

    /// <summary>It gets the container's with the subject's level, inherited and passed on.</summary>
    LowerOfBoth,

    /// <summary>It gets one of its own with the subject's level, which nothing below inherits.</summary>
    Own,
}
