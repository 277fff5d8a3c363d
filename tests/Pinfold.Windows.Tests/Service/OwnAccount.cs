using Pinfold.Core.Planning.Windows;
using Pinfold.Windows.Accounts;
using Pinfold.Windows.Native;

namespace Pinfold.Windows.Tests.Service;

/// <summary>
/// Stands for an account that is logged on, where the platform has none (Wine): this process's own token. Its profile
/// and everything else of a launch are the product's.
/// </summary>
internal sealed class OwnAccount : IAccountSession
{
    internal static int Open;

    private readonly AccountSession _session;
    private readonly TaskCompletionSource _closed = new();

    /// <summary>It has been let go of.</summary>
    internal Task Closed => _closed.Task;

    private OwnAccount(string name)
    {
        const uint Rights = Advapi32.TOKEN_DUPLICATE | Advapi32.TOKEN_QUERY;
        _session = AccountSession.Loaded(Advapi32.OpenToken(-1, Rights | Advapi32.TOKEN_IMPERSONATE), name,
            Advapi32.OpenToken(-1, Rights | Advapi32.TOKEN_ASSIGN_PRIMARY));
        Interlocked.Increment(ref Open);
    }

    internal WindowsStep.LogOn Step { get; private init; } = null!;

    public TokenHandle Token => _session.Token;

    internal static OwnAccount Begin(WindowsStep.LogOn step) => new OwnAccount(step.Account.Name) { Step = step };

    public void Dispose()
    {
        _session.Dispose();
        Interlocked.Decrement(ref Open);
        _closed.SetResult();
    }
}
