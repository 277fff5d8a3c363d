using Pinfold.Core.Planning.Windows;
using Pinfold.Windows.Accounts;
using Pinfold.Windows.Native;

namespace Pinfold.Windows.Tests.Service;

/// <summary>
/// Stands for an account that is logged on, where the platform has none (Wine): this process's own token. Everything else of a launch is the product's.
/// </summary>
internal sealed class OwnAccount : IAccountSession
{
    internal static int Open;

    private OwnAccount() => Interlocked.Increment(ref Open);

    internal WindowsStep.LogOn Step { get; private init; } = null!;

    public TokenHandle Token { get; } = Advapi32.OpenToken(-1, Advapi32.TOKEN_DUPLICATE | Advapi32.TOKEN_QUERY | Advapi32.TOKEN_ASSIGN_PRIMARY);

    internal static IAccountSession Begin(WindowsStep.LogOn step) => new OwnAccount { Step = step };

    public void Dispose()
    {
        Token.Dispose();
        Interlocked.Decrement(ref Open);
    }
}
