using System.Collections.Immutable;

namespace Pinfold.Core.Planning.Windows.Elevated;

/// <summary>
/// Rights of the accounts (Win32, <i>Account Rights Constants</i>). The broker logs them on with LsaLogonUser as a
/// batch job, which asks for SeBatchLogonRight and no other; each other way to log on is denied, which stands above
/// whatever grants it.
/// </summary>
public static class AccountRights
{
    /// <summary>In the order in which they are given: the denials first.</summary>
    public static ImmutableArray<string> All { get; } =
    [
        "SeDenyInteractiveLogonRight", "SeDenyRemoteInteractiveLogonRight",
        "SeDenyNetworkLogonRight", "SeDenyServiceLogonRight", "SeBatchLogonRight",
    ];
}
