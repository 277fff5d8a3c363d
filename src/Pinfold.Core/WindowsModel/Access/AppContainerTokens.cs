using System.Collections.Immutable;

namespace Pinfold.Core.WindowsModel.Access;

/// <summary>
/// Tokens of AppContainers (NtCreateLowBoxToken; <i>Windows Security Internals</i>, chapter 4, "Lowbox").
/// </summary>
public static class AppContainerTokens
{
    /// <summary>
    /// The token of <paramref name="package"/> for the account of <paramref name="token"/>: of low level, and its
    /// default DACL lets the package in.
    /// </summary>
    /// <exception cref="ArgumentException">The package's or a capability's SID is not below <c>S-1-15-2</c> or
    /// <c>S-1-15-3</c>.</exception>
    public static Token Create(Token token, Sid package, params ReadOnlySpan<Sid> capabilities)
    {
        if (!package.IsBelow(Packages))
            throw new ArgumentException($"{package} is no package: it is not below {Packages}", nameof(package));
        var held = ImmutableArray.CreateBuilder<TokenGroup>(capabilities.Length);
        foreach (var capability in capabilities)
        {
            if (!capability.IsBelow(AllCapabilities))
                throw new ArgumentException($"{capability} is no capability", nameof(capabilities));
            held.Add(new(capability, GroupAttributes.Enabled));
        }

        return token with
        {
            PackageSid = package,
            Capabilities = held.MoveToImmutable(),
            IntegrityLevel = WellKnownSids.Low,
            DefaultDacl = token.DefaultDacl is { } dacl
                ? new Acl(dacl.Aces.Add(new(AceType.Allowed, AccessMask.GenericAll, package)))
                : token.DefaultDacl,
        };
    }

    private static Sid Packages { get; } = new(WellKnownSids.AppPackageAuthority, 2);

    private static Sid AllCapabilities { get; } = new(WellKnownSids.AppPackageAuthority, 3);
}
