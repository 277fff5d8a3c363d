using Pinfold.Windows.Native;

namespace Pinfold.Windows.Accounts;

/// <summary>
/// An account that is logged on for one command. Disposing it lets go of token and profile; the logon session ends with
/// its last token.
/// </summary>
internal interface IAccountSession : IDisposable
{
    /// <summary>What the command runs with.</summary>
    TokenHandle Token { get; }
}
