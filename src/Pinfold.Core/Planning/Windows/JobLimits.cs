namespace Pinfold.Core.Planning.Windows;

/// <summary>JOB_OBJECT_LIMIT_… (winnt.h), those that are used. Breakaway is not among them.</summary>
[Flags]
public enum JobLimits : uint
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>JOB_OBJECT_LIMIT_ACTIVE_PROCESS.</summary>
    ActiveProcess = 0x8,

    /// <summary>JOB_OBJECT_LIMIT_JOB_MEMORY: committed memory of all processes.</summary>
    JobMemory = 0x200,

    /// <summary>JOB_OBJECT_LIMIT_DIE_ON_UNHANDLED_EXCEPTION: no dialog waits for somebody.</summary>
    DieOnUnhandledException = 0x400,

    /// <summary>JOB_OBJECT_LIMIT_KILL_ON_JOB_CLOSE.</summary>
    KillOnJobClose = 0x2000,
}
