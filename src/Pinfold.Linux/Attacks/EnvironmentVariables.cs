using Pinfold.Linux.Native;
using static Pinfold.Linux.Attacks.SystemCall;

namespace Pinfold.Linux.Attacks;

/// <summary>Secrets and code injection by way of the user's environment.</summary>
internal static class EnvironmentVariables
{
    internal static IEnumerable<AttackCode> Codes =>
    [
        Holding("environment-cloud-keys", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"),
        Holding("environment-forge-token", "GITHUB_TOKEN", "GH_TOKEN", "GITLAB_TOKEN"),
        Holding("environment-model-key", "OPENAI_API_KEY", "ANTHROPIC_API_KEY"),
        Holding("environment-registry-token", "NPM_TOKEN", "CARGO_REGISTRY_TOKEN"),
        Holding("environment-database-password", "PGPASSWORD", "DB_PASSWORD"),
        Holding("environment-client-secret", "OAUTH_CLIENT_SECRET", "APP_SECRET"),
        Holding("environment-agent-sockets", "SSH_AUTH_SOCK", "GPG_AGENT_INFO", "DBUS_SESSION_BUS_ADDRESS"),
        Holding("environment-preload", "LD_PRELOAD", "LD_AUDIT", "LD_LIBRARY_PATH"),
        Holding("environment-shell-startup", "BASH_ENV", "ENV"),
        Holding("environment-runtime-injection", "NODE_OPTIONS", "PYTHONSTARTUP", "PERL5OPT", "RUBYOPT"),
        Holding("environment-dotnet-injection", "DOTNET_STARTUP_HOOKS", "CORECLR_PROFILER"),
        new("environment-by-proc", ReadOwn, Secrets.Leaked)
            { Prepare = s => s.Environment.Add(new("AWS_SECRET_ACCESS_KEY", Scene.Secret)), Denials = [Errno.ENOENT] },
    ];

    /// <summary>Variables that the user's shell has and the command must not.</summary>
    internal static AttackCode Holding(string name, params string[] variables) =>
        new(name, a => Look(a, variables), Secrets.Leaked)
        {
            Prepare =
                s => s.Environment.AddRange(variables.Select(v => new KeyValuePair<string, string>(v, Scene.Secret))),
            Denials = [Errno.ENOENT],
        };

    private static void Look(Attempt a, string[] variables)
    {
        foreach (var variable in variables)
        {
            var value = Environment.GetEnvironmentVariable(variable);
            a.Try(variable, value is null ? -Errno.ENOENT : 0);
            a.Got(value);
        }
    }

    private static void ReadOwn(Attempt a)
    {
        var fd = a.Need("openat", Open("/proc/self/environ", Flag.ReadOnly));
        var text = Read(fd) ?? "";
        a.Try("AWS_SECRET_ACCESS_KEY", text.Contains("AWS_SECRET", StringComparison.Ordinal) ? 0 : -Errno.ENOENT);
        a.Got(text);
    }
}
