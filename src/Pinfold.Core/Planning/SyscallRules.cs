namespace Pinfold.Core.Planning;

/// <summary>Variants of the system call filter.</summary>
[Flags]
public enum SyscallRules
{
    /// <summary>The base filter: foreign ABIs, namespaces, tracing, kernel interfaces, terminal injection.</summary>
    Base = 0,

    /// <summary>socket(2) of AF_INET and AF_INET6 is refused: there is no private network namespace.</summary>
    NoInet = 1,

    /// <summary>socket(2) of AF_UNIX is refused: connects cannot be supervised.</summary>
    NoUnix = 2,

    /// <summary>connect(2) is handed to the supervisor, which opens only sockets on writable mounts.</summary>
    SuperviseConnect = 4,

    /// <summary>
    /// The supervisor refuses abstract Unix addresses too: the network namespace is the host's, and Landlock cannot
    /// scope them.
    /// </summary>
    NoAbstract = 8,

    /// <summary>
    /// Signals to a process group are refused: the command shares its caller's, and Landlock cannot scope them.
    /// </summary>
    NoGroupSignals = 16,
}
