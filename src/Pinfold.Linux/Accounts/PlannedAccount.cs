using System.Globalization;
using Pinfold.Core.Ledger;
using Pinfold.Linux.Setup;

namespace Pinfold.Linux.Accounts;

/// <summary>Which account a role gets: the one that the ledger has, one that a lost ledger had, or a new one.</summary>
internal static class PlannedAccount
{
    private const int LongestName = 31;

    /// <exception cref="SetupException">The name is somebody else's, or none.</exception>
    internal static LedgerChange.AddAccount For(string role, string? asked, LedgerBook book,
        IEnumerable<LedgerChange.AddAccount> others)
    {
        var known = book.Owed.Select(e => e.Change)
            .OfType<LedgerChange.AddAccount>().FirstOrDefault(a => a.Role == role);
        if (known is not null && asked is not null && asked != known.Path)
            throw new SetupException($"the account for {role} commands is {known.Path} already; "
                + "to give it another name run 'pinfold uninstall' first");
        // One that a lost ledger had keeps its name, whatever an administrator called it.
        var name = asked ?? known?.Path
            ?? AccountLine.All().FirstOrDefault(l => SandboxAccount.IsOurs(l, role))?.Name ?? $"pinfold-{role}";
        if (!IsName(name))
            throw new SetupException($"'{name}' is no name for an account: up to {LongestName} of a–z, 0–9, "
                + "'-' and '_', and a letter first");
        var taken = others.SelectMany(o => (string[])[o.Identity, o.Gid])
            .Select(AccountLine.Id).OfType<uint>().ToArray();
        if (others.Any(o => o.Path == name))
            throw new SetupException($"both accounts would be {name}: name another with --online-account");
        if (AccountLine.All().FirstOrDefault(l => l.Name == name) is { } there) return Adopt(role, there, known);
        if (known is not null && IsFree(known)) return known;
        var group = GroupLine.All().FirstOrDefault(g => g.Name == name);
        // Setup may have been cut off between the group and its account.
        var begun = book.Owed.Select(e => e.Change).OfType<LedgerChange.AddGroup>()
            .FirstOrDefault(g => g.Path == name)?.Identity;
        if (known is null && begun is not null && (group is null || Text(group.Gid) == begun)
            && AccountLine.All().All(l => Text(l.Uid) != begun))
            return new(name, begun, begun, role);
        if (group is not null && known?.Gid != Text(group.Gid) && begun != Text(group.Gid))
            throw new SetupException($"the group {name} is there, and is not Pinfold's; remove it, or name another: "
                + $"--{role}-account NAME");
        var id = FreeIds.Next(taken);
        return new(name, Text(id), group is null ? Text(id) : Text(group.Gid), role);
    }

    private static LedgerChange.AddAccount Adopt(string role, AccountLine there, LedgerChange.AddAccount? known)
    {
        if (known is not null && known.Identity == Text(there.Uid)) return known;
        if (!SandboxAccount.IsOurs(there, role))
            throw new SetupException($"the account {there.Name} is there with uid {there.Uid}, and is not Pinfold's; "
                + $"name another: --{role}-account NAME");
        return new(there.Name, Text(there.Uid), Text(there.Gid), role);
    }

    /// <summary>True while nobody else has the numbers that the ledger gave to the account.</summary>
    private static bool IsFree(LedgerChange.AddAccount known) =>
        AccountLine.All().All(l => Text(l.Uid) != known.Identity)
            && GroupLine.All().All(g => Text(g.Gid) != known.Gid || g.Name == known.Path);

    private static bool IsName(string name) =>
        name.Length is > 0 and <= LongestName && name[0] is >= 'a' and <= 'z'
            && name.All(c => c is (>= 'a' and <= 'z') or (>= '0' and <= '9') or '-' or '_');

    private static string Text(uint id) => id.ToString(CultureInfo.InvariantCulture);
}
