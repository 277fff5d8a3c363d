using System.Globalization;
using Pinfold.Core.Ledger;
using Pinfold.Linux.Setup;

namespace Pinfold.Linux.Accounts;

/// <summary>
/// The accounts of commands: no home, no shell, no password, in no other group. Made and removed with the system's own
/// tools.
/// </summary>
internal static class SandboxAccount
{
    private const string Home = "/nonexistent", Shell = "/usr/sbin/nologin";

    /// <summary>The field for people: by it an account is known as Pinfold's when the ledger is lost.</summary>
    internal static string Comment(string role) => $"Pinfold {role} commands";

    /// <summary>True when <paramref name="account"/> has what setup gives to the account of that role.</summary>
    internal static bool IsOurs(AccountLine account, string role) =>
        account.Comment == Comment(role) && account is { Home: Home, Shell: Shell };

    internal static bool Is(LedgerChange.AddAccount a) =>
        AccountLine.All().Count(l => l.Uid == a.Uid) == 1
            && AccountLine.All()
            .Any(l => l.Name == a.Path && l.Uid == a.Uid && Text(l.Gid) == a.Gid && IsOurs(l, a.Role))
            && IsLocked(a.Path)
        && !GroupLine.All().Any(l => l.Members.Split(',').Contains(a.Path));

    internal static bool Is(LedgerChange.AddGroup g) =>
        GroupLine.All().Any(l => l.Name == g.Path && Text(l.Gid) == g.Identity && l.Members.Length == 0);

    /// <summary>Adds it, or sets right the one that has its name and uid.</summary>
    internal static void Add(LedgerChange.AddAccount a)
    {
        if (AccountLine.All().FirstOrDefault(l => l.Name == a.Path) is { } there)
        {
            if (there.Uid != a.Uid)
                throw new SetupException($"the account {a.Path} is there with uid {there.Uid}, and is not Pinfold's; "
                    + $"remove it, or name another: --{a.Role}-account NAME");
            SystemTool.Output("usermod", null, "--gid", a.Gid, "--home", Home, "--shell", Shell, "--comment",
                Comment(a.Role), "--groups", "", "--lock", a.Path);
            return;
        }

        SystemTool.Output("useradd", null, "--system", "--uid", a.Identity, "--gid", a.Gid, "--no-user-group",
            "--no-create-home", "--home-dir", Home,
            "--shell", Shell, "--comment", Comment(a.Role), "--no-log-init", a.Path);
    }

    /// <summary>
    /// Adds it, or gives the one that has its name its gid back, and no members. It is Pinfold's when it has that gid,
    /// or the account of its name is.
    /// </summary>
    internal static void Add(LedgerChange.AddGroup g)
    {
        if (GroupLine.All().FirstOrDefault(l => l.Name == g.Path) is not { } there)
        {
            SystemTool.Output("groupadd", null, "--system", "--gid", g.Identity, g.Path);
            return;
        }

        if (Text(there.Gid) != g.Identity)
        {
            if (!AccountLine.All().Any(l => l.Name == g.Path && (IsOurs(l, "offline") || IsOurs(l, "online"))))
                throw new SetupException(
                    $"the group {g.Path} is there with gid {there.Gid}, and is not Pinfold's; remove it");
            SystemTool.Output("groupmod", null, "--gid", g.Identity, g.Path);
        }

        if (there.Members.Length > 0) SystemTool.Output("gpasswd", null, "--members", "", g.Path);
    }

    /// <summary>
    /// The name of the account that has <paramref name="uid"/> and is not Pinfold's; null when none is.
    /// </summary>
    internal static string? OtherThanOurs(uint uid) =>
        AccountLine.All().FirstOrDefault(l => l.Uid == uid && !IsOurs(l, "offline") && !IsOurs(l, "online"))?.Name;

    /// <summary>Removes the account of that uid; what is said when another has the uid by now.</summary>
    internal static string? Remove(LedgerChange.AddAccount a)
    {
        var there = AccountLine.All().FirstOrDefault(l => l.Uid == a.Uid);
        if (there is not null && there.Name != a.Path && !IsOurs(there, a.Role))
            return $"uid {a.Uid} is the account {there.Name} by now, and not Pinfold's: it stays";
        AccountProcesses.End(a.Uid);
        if (there is null) return null;
        SystemTool.Output("userdel", null, there.Name);
        return null;
    }

    /// <inheritdoc cref="Remove(LedgerChange.AddAccount)"/>
    internal static string? Remove(LedgerChange.AddGroup g)
    {
        // userdel(8) takes a group of the same name along
        if (GroupLine.All().FirstOrDefault(l => Text(l.Gid) == g.Identity) is not { } there) return null;
        if (there.Name != g.Path) return $"gid {g.Identity} is the group {there.Name} by now, and stays";
        if (AccountLine.All().FirstOrDefault(l => l.Gid == there.Gid) is { } user)
            return $"the group {there.Name} is the account {user.Name}'s by now, and stays";
        SystemTool.Output("groupdel", null, there.Name);
        return null;
    }

    /// <summary>A hash that begins with '!' or '*' is of no password (shadow(5)).</summary>
    private static bool IsLocked(string name) =>
        File.ReadLines("/etc/shadow").Select(l => l.Split(':'))
            .Any(f => f.Length > 1 && f[0] == name && f[1].Length > 0 && f[1][0] is '!' or '*');

    private static string Text(uint id) => id.ToString(CultureInfo.InvariantCulture);
}
