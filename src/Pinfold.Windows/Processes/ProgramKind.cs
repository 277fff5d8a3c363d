namespace Pinfold.Windows.Processes;

/// <summary>What is at a path where a program is looked for.</summary>
public enum ProgramKind
{
    /// <summary>Nothing that runs.</summary>
    None,

    /// <summary>A file.</summary>
    File,

    /// <summary>An app execution alias of an installed app.</summary>
    Alias,

    /// <summary>An app execution alias that only opens the Store.</summary>
    Stub,
}
