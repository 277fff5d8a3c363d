using Microsoft.Win32;
using Pinfold.Core.Ledger;
using Pinfold.Windows.Native;

namespace Pinfold.Windows.Accounts;

/// <summary>The accounts, their group, their rights, and that they are not shown at sign-in.</summary>
internal static class LocalAccounts
{
    private const uint Flags = Netapi32.UF_SCRIPT | Netapi32.UF_NORMAL_ACCOUNT
        | Netapi32.UF_DONT_EXPIRE_PASSWD | Netapi32.UF_PASSWD_CANT_CHANGE | Netapi32.UF_NOT_DELEGATED;

    /// <summary>What tells what was made by an installation from anything else of that name.</summary>
    internal static string CommentOf(string tag) => $"Pinfold runs commands as this account. Installation {tag}.";

    internal static bool IsThere(LedgerChange.AddLocalGroup change) =>
        Netapi32.FindLocalGroup(change.Path) == CommentOf(change.Identity);

    internal static void Make(LedgerChange.AddLocalGroup change)
    {
        var comment = Netapi32.FindLocalGroup(change.Path);
        if (comment is null) Netapi32.AddLocalGroup(change.Path, CommentOf(change.Identity));
        else if (comment != CommentOf(change.Identity))
            throw new IOException($"there is a local group {change.Path} that is not Pinfold's: choose another name");
    }

    internal static void TakeBack(LedgerChange.AddLocalGroup change)
    {
        if (IsThere(change)) Netapi32.RemoveLocalGroup(change.Path);
    }

    /// <summary>True for an account that an installation made whose ledger is lost, too.</summary>
    internal static bool IsOfSomeInstallation(string name) =>
        Netapi32.FindUser(name)?.Comment.StartsWith(CommentOf("")[..^1], StringComparison.Ordinal) == true;

    internal static bool IsThere(LedgerChange.AddLocalAccount change) =>
        IsOurs(change) && Netapi32.GroupsOf(change.Path).Contains(change.Group, StringComparer.OrdinalIgnoreCase);

    private static bool IsOurs(LedgerChange.AddLocalAccount change) =>
        Netapi32.FindUser(change.Path)?.Comment == CommentOf(change.Identity);

    internal static void Make(LedgerChange.AddLocalAccount change)
    {
        var found = Netapi32.FindUser(change.Path);
        if (found is { } other && other.Comment != CommentOf(change.Identity))
            throw new IOException($"there is an account {change.Path} that is not Pinfold's: choose another name");
        if (found is null)
            Netapi32.AddUser(change.Path, AccountPasswords.Make(), CommentOf(change.Identity),
                Flags | Netapi32.UF_ACCOUNTDISABLE);
        var sid = Advapi32.SidOf(change.Path)
            ?? throw new IOException($"the account {change.Path} was added, and has no SID");
        var bytes = new byte[sid.BinaryLength];
        sid.Write(bytes);
        Netapi32.AddMember(change.Group, bytes);
    }

    internal static void TakeBack(LedgerChange.AddLocalAccount change)
    {
        if (!IsOurs(change)) return;
        try
        {
            if (Advapi32.SidOf(change.Path) is { } sid) Userenv.Delete(sid); // by its SID, which goes with the account
        }
        catch (NativeException e)
        {
            throw new IOException($"the profile of {change.Path} cannot be removed: {e.Message}; if something has it loaded still, start the system again, and then run 'pinfold uninstall' again", e);
        }

        Netapi32.RemoveUser(change.Path);
    }

    internal static bool IsThere(LedgerChange.EnableAccount change) =>
        Netapi32.FindUser(change.Path) is { } user && user.Comment == CommentOf(change.Identity)
            && (user.Flags & Netapi32.UF_ACCOUNTDISABLE) == 0;

    internal static void Make(LedgerChange.EnableAccount change) => SetDisabled(change, disabled: false);

    internal static void TakeBack(LedgerChange.EnableAccount change) => SetDisabled(change, disabled: true);

    internal static bool IsThere(LedgerChange.GrantRight change)
    {
        if (Advapi32.SidOf(change.Identity) is not { } sid) return false;
        using var policy = Advapi32.OpenPolicy();
        return Advapi32.RightsOf(policy, sid).Contains(change.Path, StringComparer.Ordinal);
    }

    internal static void Make(LedgerChange.GrantRight change)
    {
        var sid = Advapi32.SidOf(change.Identity) ?? throw new IOException($"there is no account {change.Identity}");
        using var policy = Advapi32.OpenPolicy();
        Advapi32.AddRight(policy, sid, change.Path);
    }

    internal static void TakeBack(LedgerChange.GrantRight change)
    {
        // it is gone, or somebody else's of that name by now
        if (Advapi32.SidOf(change.Identity) is not { } sid || !IsOfSomeInstallation(change.Identity)) return;
        using var policy = Advapi32.OpenPolicy();
        Advapi32.RemoveRight(policy, sid, change.Path);
    }

    internal static bool IsThere(LedgerChange.HideAccount change) =>
        Registry.GetValue(change.Path, change.Identity, null) is 0;

    internal static void Make(LedgerChange.HideAccount change) =>
        Registry.SetValue(change.Path, change.Identity, 0, RegistryValueKind.DWord);

    internal static void TakeBack(LedgerChange.HideAccount change)
    {
        var at = change.Path.IndexOf('\\', StringComparison.Ordinal);
        using var key = Registry.LocalMachine.OpenSubKey(change.Path[(at + 1)..], writable: true);
        key?.DeleteValue(change.Identity, throwOnMissingValue: false);
    }

    /// <summary>Gives an account a password; one that is locked is let in again.</summary>
    internal static void SetPassword(string name, string password)
    {
        if (Netapi32.FindUser(name) is { } user && (user.Flags & Netapi32.UF_LOCKOUT) != 0)
            Netapi32.SetUserFlags(name, user.Flags & ~Netapi32.UF_LOCKOUT);
        Netapi32.SetPassword(name, password);
    }

    private static void SetDisabled(LedgerChange.EnableAccount change, bool disabled)
    {
        if (Netapi32.FindUser(change.Path) is not { } user || user.Comment != CommentOf(change.Identity))
        {
            if (disabled) return; // it is gone
            throw new IOException($"there is no account {change.Path} of this installation");
        }

        var flags = disabled ? user.Flags | Netapi32.UF_ACCOUNTDISABLE : user.Flags & ~Netapi32.UF_ACCOUNTDISABLE;
        if (flags != user.Flags) Netapi32.SetUserFlags(change.Path, flags);
    }
}
