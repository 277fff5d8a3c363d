namespace Pinfold.Core.WindowsModel.Access;

/// <summary>One step of a check.</summary>
/// <param name="Rights">What it decided about.</param>
/// <param name="IsGranted">True when it granted, false when it refused.</param>
/// <param name="By">What decided.</param>
/// <param name="Pass">In which pass.</param>
/// <param name="Index">Of the entry in the DACL, from 0; -1 where none decided.</param>
/// <param name="Entry">The entry, or the label's; null where there is none.</param>
public sealed record AccessDecision(AccessMask Rights, bool IsGranted, DecidedBy By, AccessPass Pass, int Index = -1,
    Ace? Entry = null)
{
    /// <summary>A sentence, with the rights in the words of <paramref name="type"/>.</summary>
    public string Describe(SecurableType type)
    {
        var why = By switch
        {
            DecidedBy.Label => Entry is null ? "the level of an object without a label, medium" : $"the label {Entry}",
            DecidedBy.Privilege => "a privilege",
            DecidedBy.Owner => "being the owner",
            DecidedBy.NullDacl => "the object having no DACL",
            DecidedBy.NoEntry => "no entry allowing it",
            _ => $"entry {Index + 1}, {Entry}",
        };
        var pass =
            Pass switch { AccessPass.Restricted => " (restricting SIDs)",
                AccessPass.AppContainer => " (package and capabilities)",
                _ => "" };
        return $"{type.Describe(Rights)}: {(IsGranted ? "granted" : "refused")} by {why}{pass}";
    }
}
