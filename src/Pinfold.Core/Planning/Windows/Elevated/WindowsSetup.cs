using System.Collections.Immutable;
using System.Globalization;
using Pinfold.Core.Ledger;
using Pinfold.Core.Policy;

namespace Pinfold.Core.Planning.Windows.Elevated;

/// <summary>
/// What one elevated run of <c>pinfold setup</c> makes of a Windows host: every change, in order; taken back in
/// reverse.
/// </summary>
/// <param name="Offline">Name of the account for commands without a network.</param>
/// <param name="Online">Name of the account for commands with one.</param>
/// <param name="Group">Name of their group.</param>
/// <param name="ProxyPort">The first of the egress proxies' TCP ports on 127.0.0.1 (<see cref="ProxyPorts"/>).</param>
/// <param name="Loopback">Ports that commands may serve and reach on loopback addresses.</param>
/// <param name="Tag">Random, new for each installation: what is made is known by it.</param>
public sealed record WindowsSetup(string Offline, string Online, string Group, ushort ProxyPort,
    ImmutableArray<ushort> Loopback, string Tag)
{
    /// <summary>The most network that the machine's policy allows.</summary>
    public NetworkMode Network { get; init; } = NetworkMode.Online;

    private const string Refused = "\"/\\[]:|<>+=;,?*%@";

    private const string Special =
        @"HKEY_LOCAL_MACHINE\SOFTWARE\Microsoft\Windows NT\CurrentVersion\Winlogon\SpecialAccounts",
        UserList = Special + @"\UserList";

    /// <summary>Keys of the registry that a host may lack, in order: those that it lacks are made.</summary>
    public static ImmutableArray<string> Keys { get; } = [Special, UserList];

    /// <summary>The usual names.</summary>
    /// <param name="tag">The installation's tag.</param>
    public static WindowsSetup Typical(string tag) =>
        new("PinfoldOffline", "PinfoldOnline", "PinfoldAccounts", 47128, [], tag);

    /// <summary>Programs and nothing else: what SYSTEM runs must lie where no user writes.</summary>
    public const string ProgramFolder = @"C:\Program Files\Pinfold";

    /// <summary>
    /// The ledger's folder: everybody may read it, administrators change it. Users may make folders in ProgramData, so
    /// it has a descriptor of its own, and is apart from the machine's policy. It is there before the first change, and
    /// goes after the last undo.
    /// </summary>
    public const string DataFolder = @"C:\ProgramData\PinfoldBroker";

    /// <summary>Descriptor of both folders.</summary>
    public const string ProgramSddl = "O:BAG:SYD:P(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)(A;OICI;0x1200a9;;;BU)";

    /// <summary>
    /// The order keeps a promise: an account is hidden before it is there and disabled until its rights and filters
    /// stand, and the service that uses it comes last.
    /// </summary>
    /// <param name="programs">Name and SHA-256 of each program, as they lie beside this one.</param>
    /// <param name="keys">Those of <see cref="Keys"/> that the host lacks.</param>
    public ImmutableArray<LedgerChange> Changes(ImmutableArray<(string Name, string Sha256)> programs,
        ImmutableArray<string> keys)
    {
        var changes = ImmutableArray.CreateBuilder<LedgerChange>();
        foreach (var key in keys) changes.Add(new LedgerChange.AddKey(key, ""));
        foreach (var (name, _) in Accounts) changes.Add(new LedgerChange.HideAccount(UserList, name));
        changes.Add(new LedgerChange.SecureFolder(ProgramFolder, "", ProgramSddl));
        foreach (var (name, sha256) in programs)
            changes.Add(new LedgerChange.CopyProgram($@"{ProgramFolder}\{name}", "", sha256));
        changes.Add(new LedgerChange.AddLocalGroup(Group, Tag));
        foreach (var (name, role) in Accounts) changes.Add(new LedgerChange.AddLocalAccount(name, Tag, Group, role));
        foreach (var (name, _) in Accounts)
            foreach (var right in AccountRights.All) changes.Add(new LedgerChange.GrantRight(right, name));
        changes.Add(new LedgerChange.AddFilters("Pinfold", FilterTable.Provider.ToString(), Offline, Online,
            ProxyPort.ToString(CultureInfo.InvariantCulture),
            SetupOptions.PortsOf(Loopback.Select(p => (int)p)), PolicyWords.Of(Network)));
        foreach (var (name, _) in Accounts) changes.Add(new LedgerChange.EnableAccount(name, Tag));
        changes.Add(new LedgerChange.InstallService(BrokerService.Name, $@"{ProgramFolder}\pinfold-broker.exe",
            BrokerService.Sddl));
        changes.Add(new LedgerChange.StartService($@"{ProgramFolder}\pinfold-broker.exe", BrokerService.Name));
        return changes.ToImmutable();
    }

    /// <summary>
    /// Why these names cannot be used, or null (Win32, USER_INFO_1: at most 20 characters, and not these).
    /// </summary>
    public string? Fault()
    {
        string[] names = [Offline, Online, Group];
        if (names.Distinct(StringComparer.OrdinalIgnoreCase).Count() < names.Length)
            return "the accounts and their group need different names";
        foreach (var name in names)
        {
            if (name.Length is 0 or > 20) return $"'{name}' has not 1 to 20 characters";
            if (name.Any(c => char.IsControl(c) || Refused.Contains(c, StringComparison.Ordinal))
                || name.Trim(' ', '.').Length == 0 || name.EndsWith('.'))
                return $"'{name}' has a character that names of accounts cannot have";
        }

        return ProxyPorts.Fault(ProxyPort, Loopback);
    }

    private (string Name, string Role)[] Accounts => [(Offline, "offline"), (Online, "online")];
}
