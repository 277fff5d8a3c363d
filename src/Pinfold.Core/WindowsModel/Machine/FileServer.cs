using Pinfold.Core.WindowsModel.Access;

namespace Pinfold.Core.WindowsModel.Machine;

/// <summary>
/// The SMB server of this computer. It opens files for who signs in to it, not with the token of the program that asks.
/// What it makes of a restricted token on the same computer is published in part: Kerberos tells it the level, and
/// whether the token is one that UAC filtered (MS-KILE 2.2.5, 3.4.5.3), nothing tells it restricting SIDs, and of NTLM
/// neither was found. So the worst case is taken: it sees the user at level medium, without restriction.
/// </summary>
internal static class FileServer
{
    /// <summary>What the server opens files with for <paramref name="caller"/>.</summary>
    /// <param name="caller">Who asks.</param>
    /// <param name="keepsAdministrators">
    /// False where UAC filters administrators who come by the network: accounts of this computer do, unless
    /// LocalAccountTokenFilterPolicy says otherwise; those of a domain do not (Microsoft KB 951016).
    /// </param>
    internal static Token Sees(Token caller, bool keepsAdministrators)
    {
        var whole = caller with
        {
            Groups = [.. caller.Groups.Select(g => g.IsDenyOnly ? g with { Attributes = GroupAttributes.Default } : g)],
            IsUserDenyOnly = false, RestrictingSids = [],
            IsWriteRestricted = false, PackageSid = null, Capabilities = [],
        };
        var isAdministrator = whole.Groups.Any(g => g.Sid == WellKnownSids.Administrators);
        var level = isAdministrator && keepsAdministrators ? WellKnownSids.High : WellKnownSids.Medium;
        if (!IntegrityCheck.Dominates(caller.IntegrityLevel, level)) whole = whole with { IntegrityLevel = level };
        return keepsAdministrators ? whole : RestrictedTokens.Create(whole, RestrictedTokenFlags.LuaToken);
    }
}
