namespace Pinfold.Core.Policy;

/// <summary>The keys of a policy file, with their tables.</summary>
internal static class PolicyKey
{
    internal const string Version = "version";
    internal const string Profile = "profile";
    internal const string Enforcement = "enforcement";
    internal const string EnforcementAccept = "enforcement.accept";
    internal const string Accept = "accept";
    internal const string Write = "filesystem.write";
    internal const string DenyRead = "filesystem.deny_read";
    internal const string Read = "filesystem.read";
    internal const string Protect = "filesystem.protect";
    internal const string Unprotect = "filesystem.unprotect";
    internal const string Mode = "network.mode";
    internal const string Allow = "network.allow";
    internal const string Loopback = "network.loopback";
    internal const string Rules = "commands.rules";
    internal const string Processes = "limits.processes";
    internal const string Memory = "limits.memory";
    internal const string Time = "limits.time";
    internal const string Temp = "limits.temp";
    internal const string Deletions = "guard.deletions";
    internal const string Remove = "environment.remove";
    internal const string Keep = "environment.keep";
    internal const string Set = "environment.set";

    internal static readonly string[] Tables =
        ["enforcement", "filesystem", "network", "commands", "limits", "guard", "environment", Set];

    internal static readonly string[] All =
    [
        Version, Profile, Enforcement, Accept, Write, DenyRead, Read, Protect, Unprotect, Mode, Allow, Loopback, Rules,
        Processes, Memory, Time, Temp, Deletions, Remove, Keep, Set, EnforcementAccept,
    ];

    /// <summary>What a project's file may never say: each of these only widens.</summary>
    internal static readonly string[] NotForProjects =
        [Accept, EnforcementAccept, Read, Unprotect, Loopback, Keep, Set];
}
