using System.Collections.Immutable;
using System.Security.Cryptography;
using Pinfold.Core.Ledger;
using Pinfold.Core.Planning.Windows.Elevated;
using Pinfold.Core.Policy;

namespace Pinfold.Windows.Setup;

/// <summary>What setup makes of this host, in order.</summary>
internal static class SetupPlan
{
    /// <summary>The accounts' usual names.</summary>
    internal const string Offline = "PinfoldOffline", Online = "PinfoldOnline";

    /// <summary>
    /// All that has to hold afterwards, whether or not it does already. Reads the host, and changes nothing.
    /// </summary>
    /// <exception cref="SetupException">It cannot be done here: a name cannot be used, a program is
    /// missing.</exception>
    internal static ImmutableArray<LedgerChange> Make(SetupOptions options, LedgerBook book)
    {
        var known = book.Owed.Select(e => e.Change).ToArray();
        var accounts = known.OfType<LedgerChange.AddLocalAccount>().ToArray();
        var usual = WindowsSetup.Typical(known.OfType<LedgerChange.AddLocalGroup>().FirstOrDefault()?.Identity
            ?? Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8)));
        var setup = usual with
        {
            Offline = options.Offline ?? accounts.FirstOrDefault(a => a.Role == "offline")?.Path ?? Offline,
            Online = options.Online ?? accounts.FirstOrDefault(a => a.Role == "online")?.Path ?? Online,
            Loopback = [.. options.Loopback.Select(p => checked((ushort)p))],
            Network = PolicyWords.TryMode(options.Network, out var mode) ? mode : NetworkMode.Offline,
        };
        if (setup.Fault() is { } fault) throw new SetupException(fault);
        var keys = WindowsSetup.Keys.Where(
            k => !RegistryKeys.IsThere(k) || known.Any(c => c is LedgerChange.AddKey && c.Path == k));
        return setup.Changes([.. ProgramFiles.In(options.Programs)], [.. keys]);
    }
}
