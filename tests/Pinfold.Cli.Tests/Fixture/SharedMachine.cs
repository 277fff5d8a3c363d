namespace Pinfold.Cli.Tests.Fixture;

/// <summary>
/// One machine for tests that leave it as it was, and prove it; a test that fails takes it along, and the next has a
/// new one.
/// </summary>
public sealed class SharedMachine : IDisposable
{
    private Machine? _machine;
    private string _before = "";

    /// <summary>Runs a test with the machine and what <paramref name="state"/> said of it when it was new.</summary>
    internal void Use(Func<Machine, string> state, Action<Machine, string> test)
    {
        if (_machine is null)
        {
            _machine = new();
            _before = state(_machine);
        }

        var passed = false;
        try
        {
            test(_machine, _before);
            passed = true;
        }
        finally
        {
            if (!passed) Dispose();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _machine?.Dispose();
        _machine = null;
    }
}
