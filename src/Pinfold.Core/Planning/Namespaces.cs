namespace Pinfold.Core.Planning;

/// <summary>Namespaces to create; the values are the CLONE_NEW* flags of clone(2).</summary>
[Flags]
public enum Namespaces : uint
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>CLONE_NEWNS.</summary>
    Mount = 0x00020000,

    /// <summary>CLONE_NEWUTS.</summary>
    Uts = 0x04000000,

    /// <summary>CLONE_NEWIPC.</summary>
    Ipc = 0x08000000,

    /// <summary>CLONE_NEWUSER.</summary>
    User = 0x10000000,

    /// <summary>CLONE_NEWPID.</summary>
    Pid = 0x20000000,

    /// <summary>CLONE_NEWNET.</summary>
    Net = 0x40000000,
}
