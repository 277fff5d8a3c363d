using Pinfold.Windows.Native;

namespace Pinfold.Windows.Attacks;

/// <summary>Secrets, and orders, in the environment.</summary>
internal static class Variables
{
    internal static IEnumerable<AttackCode> Codes =>
    [
        Named("environment-cloud-key", "AWS_SECRET_ACCESS_KEY"),
        Named("environment-forge-token", "GITHUB_TOKEN"),
        Named("environment-agent-socket", "SSH_AUTH_SOCK"),
        new("environment-of-outside-process",
            Run: a => OutsideProcesses.Open(a, "victim", Kernel32.PROCESS_VM_READ | Kernel32.PROCESS_QUERY_INFORMATION),
            Worked: s => s.Report.Succeeded)
        {
            Prepare = s => _ = s.Victim,
        },
    ];

    internal static AttackCode Named(string name, string variable) =>
        new(name, a => Read(a, variable), s => s.Report.Data.Contains(Scene.Secret, StringComparison.Ordinal))
        {
            Prepare = s => s.Variables.Add(new(variable, Scene.Secret)),
            Denials = [Kernel32.ERROR_ENVVAR_NOT_FOUND],
        };

    private static void Read(Attempt a, string variable)
    {
        var value = Environment.GetEnvironmentVariable(variable);
        if (a.TryCode("GetEnvironmentVariableW", value is null ? Kernel32.ERROR_ENVVAR_NOT_FOUND : 0)) a.Got(value);
    }
}
