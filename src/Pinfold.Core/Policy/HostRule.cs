namespace Pinfold.Core.Policy;

/// <summary>An allowed host.</summary>
/// <param name="Host">Lower-case ASCII name or IP literal, without the wildcard.</param>
/// <param name="Subdomains">True for <c>*.name</c>: any sub-domain, not the name itself.</param>
/// <param name="Port">TCP port.</param>
/// <param name="Origin">Where it was said.</param>
public sealed record HostRule(string Host, bool Subdomains, int Port, Origin Origin);
