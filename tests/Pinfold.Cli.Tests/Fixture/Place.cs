using System.Text.Json;
using Pinfold.Compatibility.Tests.Fixture;

namespace Pinfold.Cli.Tests.Fixture;

/// <summary>
/// A folder of its own in the person's home: a workspace <c>ws</c>, a state folder and a configuration that no other
/// test shares.
/// </summary>
internal sealed class Place
{
    private static int _count;
    private readonly Account _account;

    public Place(Account account)
    {
        _account = account;
        Folder = $"{account.Home}/place-{Interlocked.Increment(ref _count)}";
        Workspace = Folder + "/ws";
        Must(account.Shell(account.Home, $"mkdir -p {Folder}/ws {Folder}/config/pinfold"));
    }

    public string Folder { get; }

    public string Workspace { get; }

    public string State => Folder + "/state/pinfold";

    /// <summary>What a script needs before it calls <c>pinfold</c>.</summary>
    public string Environment => $"export XDG_STATE_HOME={Folder}/state XDG_CONFIG_HOME={Folder}/config; pinfold() {{ {_account.Pinfold} \"$@\"; }}; PINFOLD={_account.Pinfold}";

    /// <summary>Runs a shell script, outside, in the workspace.</summary>
    public Outcome Shell(string script) => _account.Run(Workspace, "/bin/bash", "-c", $"{Environment}\n{script}");

    /// <summary>The same, which must succeed.</summary>
    public string Output(string script)
    {
        var outcome = Shell(script);
        Must(outcome);
        return outcome.Output;
    }

    /// <summary>The same, as JSON.</summary>
    public JsonElement Json(string script) => JsonDocument.Parse(Output(script)).RootElement;

    /// <summary>The user's own policy.</summary>
    public void UserPolicy(string toml) =>
        Shell($"cat > {Folder}/config/pinfold/policy.toml <<'END'\nversion = 1\n{toml}\nEND");

    private static void Must(Outcome outcome)
    {
        if (outcome.Status != 0) throw new InvalidOperationException(outcome.ToString());
    }
}
