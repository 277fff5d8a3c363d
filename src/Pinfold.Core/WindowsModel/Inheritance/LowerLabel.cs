namespace Pinfold.Core.WindowsModel.Inheritance;

/// <summary>
/// The label of what a subject makes that is below the label which its container passes on: possible only where that has no no-write-up,
/// and said in no published text that was found (Win32, <i>Mandatory Integrity Control</i>; MS-DTYP 2.5.3.4 does not know of labels).
/// </summary>
public enum LowerLabel
{
    /// <summary>The container's, as for subjects that stand above it.</summary>
    Inherited,

    /// <summary>The container's with the subject's level, inherited and passed on.</summary>
    LowerOfBoth,

    /// <summary>One of its own with the subject's level, which nothing below inherits.</summary>
    Own,
}
