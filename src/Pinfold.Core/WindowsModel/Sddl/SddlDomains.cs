namespace Pinfold.Core.WindowsModel.Sddl;

/// <summary>
/// What the aliases of domain accounts stand for on one machine; without it they are refused when read, and never
/// written.
/// </summary>
/// <param name="Domain">The account domain: of <c>DA</c>, <c>DU</c>, … and, as in Samba, of <c>LA</c> and
/// <c>LG</c>.</param>
/// <param name="ForestRoot">
/// The forest's root domain, of <c>EA</c>, <c>SA</c>, <c>RO</c> and <c>EK</c>; null when it is
/// <paramref name="Domain"/>.
/// </param>
public sealed record SddlDomains(Sid? Domain, Sid? ForestRoot = null)
{
    /// <summary>No domain.</summary>
    public static SddlDomains None { get; } = new((Sid?)null);
}
