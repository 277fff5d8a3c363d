namespace Pinfold.Windows.FileAccess;

/// <summary>What is done at later starts about a folder whose entry or label has come to all that was in it.</summary>
internal enum Upkeep
{
    /// <summary>Nothing: what is made in it inherits, and what is moved into it is less open than the rest.</summary>
    None,

    /// <summary>
    /// All in it is looked at again, for what was moved into it kept its descriptor; where that is too much, it is a
    /// fault.
    /// </summary>
    Whole,

    /// <summary>What is nearest is looked at again.</summary>
    Nearest,
}
