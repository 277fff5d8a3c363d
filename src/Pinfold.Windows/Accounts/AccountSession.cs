using System.Collections.Immutable;
using Pinfold.Core.Planning.Windows;
using Pinfold.Core.WindowsModel;
using Pinfold.Core.WindowsModel.Access;
using Pinfold.Windows.Native;
using Pinfold.Windows.Setup;
using Pinfold.Windows.Tokens;

namespace Pinfold.Windows.Accounts;

/// <summary>
/// One of Pinfold's accounts, logged on with the groups of a plan, its profile loaded, and the restricted token made of
/// it. What the system reports as done and did not do is an error: no command runs with less than the plan says.
/// </summary>
internal sealed class AccountSession : IAccountSession
{
    private const uint Ordinary = (uint)GroupAttributes.Default, LogonId = Ordinary | Advapi32.SE_GROUP_LOGON_ID;
    private readonly TokenHandle _account;
    private readonly nint _profile;

    private AccountSession(TokenHandle account, nint profile, TokenHandle token) =>
        (_account, _profile, Token) = (account, profile, token);

    /// <inheritdoc/>
    public TokenHandle Token { get; }

    /// <summary>Logs on. Needs SeTcbPrivilege, and SeBackupPrivilege and SeRestorePrivilege for the profile.</summary>
    /// <exception cref="FenceException">It cannot be had as the plan says; nothing is left behind.</exception>
    internal static AccountSession Begin(WindowsStep.LogOn step, AccountPasswords passwords)
    {
        try
        {
            // LSA puts a logon SID into the token only when it is told one.
            var luid = Advapi32.NewLuid();
            var logon = WellKnownSids.LogonSession((uint)luid.HighPart, luid.LowPart);
            var account = passwords.LogOn(step.Account, p => Secur32.LogOn(step.Account.Name, p,
                [.. step.Groups.Select(g => (g, Ordinary)), (logon, LogonId)]));
            try
            {
                return Restrict(step, account, logon);
            }
            catch (IOException)
            {
                account.Dispose();
                throw;
            }
        }
        catch (IOException e) when (e is not FenceException)
        {
            throw new FenceException($"the account {step.Account.Name} cannot be logged on: {e.Message}{BatchLogon.Explain(e, step.Account.Name, () => BatchLogon.Find([step.Account.Name]))}", e);
        }
    }

    /// <summary>
    /// With its profile: CreateProcessAsUserW loads none, and programs of the account would have another's
    /// HKEY_CURRENT_USER and no keys of DPAPI (Win32, LoadUserProfileW, which asks for the logon's token with
    /// TOKEN_QUERY, TOKEN_IMPERSONATE and TOKEN_DUPLICATE, and is not called while acting for a client).
    /// </summary>
    /// <param name="account">As it was logged on; the session's from now on, as is <paramref name="token"/>.</param>
    /// <param name="name">Its name, which gives a new profile its folder's.</param>
    /// <param name="token">What its command runs with.</param>
    /// <exception cref="NativeException">It cannot be loaded; both handles are the caller's still.</exception>
    internal static AccountSession Loaded(TokenHandle account, string name, TokenHandle token) =>
        new(account, Userenv.Load(account, name), token);

    /// <summary>After the command has ended: a profile with open keys stays loaded.</summary>
    public void Dispose()
    {
        Token.Dispose();
        Userenv.Unload(_account, _profile);
        _account.Dispose();
    }

    private static AccountSession Restrict(WindowsStep.LogOn step, TokenHandle account, Sid logon)
    {
        using var token = new Owned(CommandToken.Create(step, account, logon));
        if (CommandToken.Missing(token.Handle, step, logon) is { IsEmpty: false } missing)
            throw new IOException(string.Join("; ", missing));
        var loaded = Loaded(account, step.Account.Name, token.Handle);
        token.Give();
        return loaded;
    }

    /// <summary>A token that is closed unless it is given away.</summary>
    private sealed class Owned(TokenHandle handle) : IDisposable
    {
        private bool _isGiven;

        internal TokenHandle Handle => handle;

        internal void Give() => _isGiven = true;

        public void Dispose()
        {
            if (!_isGiven) handle.Dispose();
        }
    }
}
