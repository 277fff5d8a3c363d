namespace Pinfold.Core.Planning;

/// <summary>Resources with an rlimit; the values are the RLIMIT_* numbers of getrlimit(2) on x86-64.</summary>
public enum LimitedResource
{
    /// <summary>RLIMIT_DATA: private writable memory of one process.</summary>
    Data = 2,

    /// <summary>RLIMIT_CORE.</summary>
    Core = 4,

    /// <summary>RLIMIT_NPROC: processes and threads of the user in this user namespace.</summary>
    Processes = 6,
}
