namespace Pinfold.Launcher;

/// <summary>
/// The closed set of operations of a launch plan, in the order in which they must appear. Shared by the encoder
/// (Pinfold.Linux) and the launcher. An operation is: kind u32, length of payload u32, payload padded to 8 bytes.
/// Numbers are little-endian u64, strings end with NUL.
/// </summary>
internal enum LaunchOp : uint
{
    // Outer process, before the clone.

    /// <summary>
    /// caller uid u64 and gid u64, account uid u64 and gid u64, descriptor of signals u64, umask u64, the one
    /// supplementary group of the command u64 (0: none), how many files the command may have open u64 (at most the hard
    /// limit), the caller's supplementary groups u64 each. Elevated mode: written by the broker alone, the first
    /// operation.
    /// </summary>
    Identity = 1,

    /// <summary>
    /// processes u64 and bytes of memory u64 (0: no limit), path of a cgroup folder, which is made, and removed at the
    /// end.
    /// </summary>
    JoinCgroup,

    /// <summary>path of an absent name: becomes an empty folder with mode 01555, removed at the end.</summary>
    Placeholder,

    /// <summary>
    /// write u64 (0: pass through), path of a folder: the broker lets the account in. Nothing for the launcher to do.
    /// </summary>
    GrantAccess,

    /// <summary>flags u64, uid u64, gid u64: CLONE_NEW* flags; the fork point. Exactly one.</summary>
    CreateNamespaces,

    // First process inside.

    /// <summary>
    /// mapped u64, path: keeps a clone of the mount before anything is covered; the account's in elevated mode.
    /// </summary>
    Grab,

    /// <summary>Every mount private, read-only, nosuid.</summary>
    ReadOnlyRoot,

    /// <summary>read-only u64.</summary>
    PrivateProc,

    /// <summary>no payload.</summary>
    PrivateDevices,

    /// <summary>bytes u64, mode u64, sealed u64, path: a tmpfs.</summary>
    PrivateFolder,

    /// <summary>index of the grab u64, read-only u64, path: the grabbed mount is attached here.</summary>
    Place,

    /// <summary>path, bound on itself, writable.</summary>
    Pin,

    /// <summary>path, bound on itself, read-only.</summary>
    ReadOnly,

    /// <summary>is-folder u64, path.</summary>
    Hide,

    /// <summary>no payload.</summary>
    LoopbackUp,

    /// <summary>no payload: every address is the namespace's own.</summary>
    LocalEverywhere,

    /// <summary>kind u64 (0: TCP at 127.0.0.1; 1: TCP at every address; 2: UDP at every address), port u64.</summary>
    Listen,

    /// <summary>
    /// descriptor u64 of a connected local socket: the sockets made by <see cref="Listen"/> go through it to whoever
    /// serves them.
    /// </summary>
    HandSockets,

    /// <summary>port u64, listening descriptor u64.</summary>
    ForwardPort,

    /// <summary>resource u64, value u64.</summary>
    Limit,

    /// <summary>no payload.</summary>
    DropCapabilities,

    /// <summary>no payload.</summary>
    NoNewPrivileges,

    /// <summary>handled fs u64, net u64, scoped u64.</summary>
    LandlockBegin,

    /// <summary>access u64, path.</summary>
    LandlockAllow,

    /// <summary>no payload.</summary>
    LandlockEnforce,

    /// <summary>
    /// supervise connect u64 (0: no; bit 0: yes; bit 1: refuse abstract addresses too), then sock_filter records of 8
    /// bytes.
    /// </summary>
    Seccomp,

    // The command.

    /// <summary>deadline in ms u64 (0: none), own terminal u64, working folder.</summary>
    Start,

    /// <summary>argument; at least one.</summary>
    Argument,

    /// <summary>NAME=value.</summary>
    Variable,

    /// <summary>path to try to execute; at least one.</summary>
    Candidate,

    // What the outer process becomes when its caller died before the tree did.

    /// <summary>program.</summary>
    Afterwards,

    /// <summary>argument, the program's name first.</summary>
    AfterwardsArgument,

    /// <summary>NAME=value.</summary>
    AfterwardsVariable,
}

/// <summary>What a launch plan begins with: the magic number u32, the length of the whole u32.</summary>
internal static class LaunchPlanHead
{
    internal const uint Magic = 0x314C4650; // "PFL1"
    internal const int Bytes = 8;
}

/// <summary>
/// What the launcher says on its status pipe: kind u32, step u32, value i32, length of the text that follows u32.
/// </summary>
internal enum LaunchStatus : uint
{
    /// <summary>step failed with errno value; nothing ran.</summary>
    StepFailed = 1,

    /// <summary>the last candidate failed with errno value.</summary>
    ExecFailed,

    /// <summary>the command's wait status (wait(2)).</summary>
    Ended,

    /// <summary>the deadline passed and the tree was killed.</summary>
    TimedOut,

    /// <summary>the whole plan was applied.</summary>
    Applied,

    /// <summary>the plan is malformed; value is the byte offset.</summary>
    BadPlan,

    /// <summary>the first process inside is value, as the host numbers it.</summary>
    Started,

    /// <summary>standard stream <c>value</c> is of a kind that would lead out of the fence; nothing ran.</summary>
    BadStream,

    /// <summary>connect(2) was refused; the text is the address (struct sockaddr). Each address once.</summary>
    Denied,

    /// <summary>value more connects were refused, of addresses beyond the first few.</summary>
    DeniedMore,

    /// <summary>a cgroup refused a process (value 0) or killed for memory (value 1); step is its JoinCgroup.</summary>
    LimitHit,

    /// <summary>
    /// the tree has ended and everything on the host is taken back; what is left is the launcher's own end.
    /// </summary>
    Settled,
}
