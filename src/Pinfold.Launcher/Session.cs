namespace Pinfold.Launcher;

/// <summary>What the processes of one launch carry; plain memory, copied by clone.</summary>
internal unsafe struct Session
{
    internal const int MaxWritable = 256, MaxPorts = 64;

    internal LaunchPlan Plan;
    internal Cgroups Cgroups;
    internal bool HasPidNamespace, SuperviseConnect;

    /// <summary>The first process inside, as the outer one sees it, and the command, as the first one sees it.</summary>
    internal nint Init, Command;

    internal fixed int Grabbed[MaxWritable];
    internal int GrabbedCount;

    internal fixed int Listener[MaxPorts];
    internal fixed int Port[MaxPorts];
    internal int PortCount;

    /// <summary>The ruleset while it is built, the mode-000 file and folder that cover secrets, the supervisor's listener.</summary>
    internal nint Ruleset, NoFile, NoFolder, Notify;

    /// <summary>Pipe on which the first process waits for the outer one; socket pair on which the command sends the listener.</summary>
    internal nint GoRead, GoWrite, HandRead, HandWrite;
}
