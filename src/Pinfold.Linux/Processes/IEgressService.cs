using System.Collections.Immutable;

namespace Pinfold.Linux.Processes;

/// <summary>Whoever serves the sockets of one command's egress step, outside its fence.</summary>
public interface IEgressService : IDisposable
{
    /// <summary>The command's variables, with those that lead programs to the proxy.</summary>
    ImmutableArray<KeyValuePair<string, string>> Complete(ImmutableArray<KeyValuePair<string, string>> variables);

    /// <summary>
    /// Takes the sockets of <paramref name="command"/> when they are there, and serves them; returns at once.
    /// </summary>
    void Serve(RunningCommand command);

    /// <summary>Ends every connection; what was refused joins the result.</summary>
    LaunchResult End(LaunchResult result);
}
