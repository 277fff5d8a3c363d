namespace Pinfold.Core.Planning;

/// <summary>Rights of landlock(7), by the ABI that brought them.</summary>
public static class LandlockAccess
{
    /// <summary>EXECUTE, READ_FILE, READ_DIR.</summary>
    public const ulong Read = 0x1 | 0x4 | 0x8;

    /// <summary>READ_FILE, WRITE_FILE, READ_DIR, TRUNCATE, IOCTL_DEV: for device folders.</summary>
    public const ulong Device = 0x2 | 0x4 | 0x8 | 0x4000 | 0x8000;

    /// <summary>Everything but MAKE_CHAR and MAKE_BLOCK.</summary>
    public const ulong Write = 0xffff & ~(0x40UL | 0x800UL);

    /// <summary>What a rule about something other than a folder may name (landlock_add_rule(2): else EINVAL).</summary>
    public const ulong File = 0x1 | 0x2 | 0x4 | 0x4000 | 0x8000;

    /// <summary>File rights that ABI <paramref name="abi"/> knows.</summary>
    public static ulong HandledFs(int abi) => abi switch
    {
        <= 0 => 0,
        1 => 0x1fff,
        2 => 0x3fff,
        3 or 4 => 0x7fff,
        _ => 0xffff,
    };

    /// <summary>BIND_TCP and CONNECT_TCP, from ABI 4.</summary>
    public static ulong HandledNet(int abi) => abi >= 4 ? 3UL : 0;

    /// <summary>Scopes: abstract Unix sockets and signals, from ABI 6.</summary>
    public static ulong Scoped(int abi) => abi >= 6 ? 3UL : 0;
}
