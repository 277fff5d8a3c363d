namespace Pinfold.Core.Enforcement;

/// <summary>What the fence refused.</summary>
public enum DenialKind
{
    /// <summary>connect(2) to a Unix socket; the object is its address, abstract ones with a leading @.</summary>
    UnixSocket,

    /// <summary>
    /// connect(2) to an Internet address that the private network has no route to; the object is address:port.
    /// </summary>
    Address,

    /// <summary>A connection through the egress proxy; the object is host:port.</summary>
    Host,

    /// <summary>The lookup of a name; the object is the name.</summary>
    Name,

    /// <summary>A new process or thread, beyond the limit; the object is the cgroup.</summary>
    Processes,

    /// <summary>Memory beyond the limit: a process was killed; the object is the cgroup.</summary>
    Memory,
}
