using System.Security.Cryptography;
using Pinfold.Core.Planning.Windows.Elevated;
using Pinfold.Windows.Native;

namespace Pinfold.Windows.Accounts;

/// <summary>
/// The accounts' passwords: new with each start of the broker, which alone knows them, and kept in its memory alone. A
/// logon without one (S4U) would open nothing that DPAPI keeps for the account (Win32, TASK_LOGON_TYPE).
/// </summary>
/// <param name="set">Gives an account a password, and lets it in again if it is locked.</param>
internal sealed class AccountPasswords(Action<string, string> set)
{
    private readonly Dictionary<string, string> _known = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Random, with each kind of character that a policy may ask for.</summary>
    internal static string Make() => RandomNumberGenerator.GetString(
        "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789!#$%()*+,-./:;=?@[]_{}", 60) + "aA1!";

    /// <summary>
    /// Logs <paramref name="account"/> on. Somebody who guessed at its password has locked it, or an administrator has
    /// changed it: then it is let in again with a new one, and nobody is asked.
    /// </summary>
    internal TokenHandle LogOn(SandboxAccount account, Func<string, TokenHandle> logOn)
    {
        try
        {
            return logOn(Of(account.Name, renewed: false));
        }
        catch (NativeException e) when (e.Code is Advapi32.ERROR_LOGON_FAILURE or Advapi32.ERROR_ACCOUNT_LOCKED_OUT)
        {
            return logOn(Of(account.Name, renewed: true));
        }
    }

    private string Of(string name, bool renewed)
    {
        lock (_known)
        {
            if (!renewed && _known.TryGetValue(name, out var password)) return password;
            password = Make();
            set(name, password);
            return _known[name] = password;
        }
    }
}
