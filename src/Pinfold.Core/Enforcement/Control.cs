namespace Pinfold.Core.Enforcement;

/// <summary>
/// One promise of the fence. A report gives each of them a status; a policy may accept a gap by its name.
/// </summary>
/// <remarks>
/// | control     | promise                                                               | Linux mechanisms                    |
/// |-------------|-----------------------------------------------------------------------|-------------------------------------|
/// | Writes      | nothing outside the writable roots changes                            | mount namespace, Landlock           |
/// | Handoffs    | names that trusted programs would run are not written                 | mount namespace, audit              |
/// | Secrets     | the secrets list cannot be read                                       | mount namespace, Landlock           |
/// | Temp        | temporary files are the session's own                                 | mount namespace                     |
/// | Network     | only what the policy names is reachable                               | network namespace, Landlock, seccomp|
/// | Sockets     | Unix sockets outside the roots are out of reach                       | mount namespace, seccomp, Landlock  |
/// | Processes   | outside processes cannot be seen, signalled or traced                 | pid namespace, Landlock, seccomp    |
/// | Tree        | every process of the command ends with it                             | pid namespace                       |
/// | Privileges  | no capability, no set-uid gain, no nested namespace                   | no_new_privs, capset, seccomp       |
/// | Syscalls    | system calls with no use here are refused                             | seccomp                             |
/// | Descriptors | nothing but standard input, output and error is inherited             | close_range                         |
/// | Environment | variables that carry secrets or inject code are removed               | the environment rules               |
/// | Limits      | the policy's limits hold                                              | rlimits, cgroups, deadline          |
/// </remarks>
public enum Control
{
    /// <summary>Nothing outside the writable roots changes.</summary>
    Writes,

    /// <summary>Names that trusted programs would run later are not written.</summary>
    Handoffs,

    /// <summary>The secrets list cannot be read.</summary>
    Secrets,

    /// <summary>Temporary files are the session's own.</summary>
    Temp,

    /// <summary>Only what the policy names is reachable.</summary>
    Network,

    /// <summary>Unix sockets outside the roots are out of reach.</summary>
    Sockets,

    /// <summary>Outside processes cannot be seen, signalled or traced.</summary>
    Processes,

    /// <summary>Every process of the command ends with it.</summary>
    Tree,

    /// <summary>No capability, no set-uid gain, no nested namespace.</summary>
    Privileges,

    /// <summary>System calls with no use here are refused.</summary>
    Syscalls,

    /// <summary>Nothing but the standard streams is inherited.</summary>
    Descriptors,

    /// <summary>Variables that carry secrets or inject code are removed.</summary>
    Environment,

    /// <summary>The policy's limits hold.</summary>
    Limits,
}
