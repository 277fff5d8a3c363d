namespace Pinfold.Launcher;

/// <summary>What the processes of one launch carry; plain memory, copied by clone.</summary>
internal unsafe struct Session
{
    internal const int MaxWritable = 256, MaxPorts = 64, MaxDenials = 16;

    internal LaunchPlan Plan;
    internal Cgroups Cgroups;
    internal Identity Identity;
    internal bool HasPidNamespace, HasNetNamespace, SuperviseConnect, RefuseAbstract;

    /// <summary>
    /// The first process inside, as the outer one sees it, and the command, as the first one sees it.
    /// </summary>
    internal nint Init, Command;

    internal fixed int Grabbed[MaxWritable];
    internal int GrabbedCount;

    internal fixed int Listener[MaxPorts];
    internal fixed int Port[MaxPorts];
    internal int PortCount;

    /// <summary>
    /// The sockets of the way out, until they are handed over; their ports, where they serve every address.
    /// </summary>
    internal fixed int EgressSocket[Egress.MaxSockets];
    internal fixed int EgressPort[Egress.MaxSockets];
    internal int EgressCount;

    /// <summary>
    /// The ruleset while it is built, the mode-000 file and folder that cover secrets, the supervisor's listener.
    /// </summary>
    internal nint Ruleset, NoFile, NoFolder, Notify;
    internal ulong HandledFs;

    /// <summary>Refused addresses that were reported (their hashes), and how many more there were.</summary>
    internal fixed ulong Denied[MaxDenials];
    internal int DeniedCount, DeniedMore;

    internal Connectors Connectors;

    /// <summary>
    /// Pipe that the outer process holds as long as it lives; socket pair on which the command sends the listener.
    /// </summary>
    internal nint LifeRead, LifeWrite, HandRead, HandWrite;

    /// <summary>When the first process was let go, by <see cref="Sys.Now"/>.</summary>
    internal nint LetGo;

    /// <summary>signalfd(2) of the process that reads this.</summary>
    internal nint Signals;
}
