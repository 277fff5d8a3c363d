namespace Pinfold.Core.Paths;

/// <summary>What an element of a name's pattern matches.</summary>
internal enum GlobElementKind
{
    /// <summary>Itself.</summary>
    Character,

    /// <summary><c>?</c>: any one character.</summary>
    AnyCharacter,

    /// <summary><c>[a-z]</c>.</summary>
    Class,

    /// <summary><c>[!a-z]</c>.</summary>
    NegatedClass,

    /// <summary><c>*</c>: any run, also none.</summary>
    AnyRun,
}
