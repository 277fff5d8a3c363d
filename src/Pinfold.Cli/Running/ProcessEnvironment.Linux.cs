using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Pinfold.Core.Paths;
using Pinfold.Core.Policy;
using Pinfold.Linux.Native;

namespace Pinfold.Cli.Running;

/// <summary>The variables of this process, byte for byte: the framework's own view loses what is not UTF-8.</summary>
internal static unsafe class ProcessEnvironment
{
    /// <summary>What a command gets: what the policy lets pass, and what the fence itself sets.</summary>
    internal static (ImmutableArray<KeyValuePair<string, string>> Variables, IReadOnlyList<string> Removed) For(
        SandboxPolicy policy, string session)
    {
        if (policy.Profile == Profile.FullAccess) return ([.. Current(), new("PINFOLD_SESSION", session)], []);
        var (passed, removed) = EnvironmentFilter.Apply(policy.Environment, Current());
        var variables = ImmutableArray.CreateBuilder<KeyValuePair<string, string>>(passed.Count + 2);
        foreach (var variable in passed)
            if (variable.Key is not ("PINFOLD_SESSION" or "XDG_RUNTIME_DIR")) variables.Add(variable);
        variables.Add(new("XDG_RUNTIME_DIR", $"/run/user/{Libc.GetUid()}"));
        variables.Add(new("PINFOLD_SESSION", session));
        return (variables.DrainToImmutable(), removed);
    }

    internal static List<KeyValuePair<string, string>> Current()
    {
        var variables = new List<KeyValuePair<string, string>>();
        var entry = *(byte***)NativeLibrary.GetExport(NativeLibrary.GetMainProgramHandle(), "environ");
        for (; entry != null && *entry != null; entry++)
        {
            var bytes = MemoryMarshal.CreateReadOnlySpanFromNullTerminated(*entry);
            var equals = bytes.IndexOf((byte)'=');
            if (equals > 0) variables.Add(new(OsText.Decode(bytes[..equals]), OsText.Decode(bytes[(equals + 1)..])));
        }

        return variables;
    }
}
