namespace Pinfold.Core.Policy;

/// <summary>Where a rule comes from. <paramref name="Line"/> and <paramref name="Column"/> count from 1; 0 where there
/// is no file.</summary>
/// <param name="Layer">Which layer.</param>
/// <param name="Source">The file's path, the built-in list's name, or the flag.</param>
/// <param name="Line">Line in the file.</param>
/// <param name="Column">Column in the file.</param>
public sealed record Origin(PolicyLayer Layer, string Source, int Line = 0, int Column = 0)
{
    /// <summary>Of the rules that keep Pinfold's own folders: nobody can release them.</summary>
    public static Origin OwnFolder { get; } = new(PolicyLayer.BuiltIn, "Pinfold's own folder");

    /// <inheritdoc/>
    public override string ToString() => Line > 0 ? $"{Source}({Line},{Column})" : Source;
}
