namespace Pinfold.Linux.Attacks;

/// <summary>open(2) flags of x86-64.</summary>
internal static class Flag
{
    internal const int ReadOnly = 0, WriteOnly = 1, ReadWrite = 2,
        Create = 0x40, Exclusive = 0x80, Truncate = 0x200, Append = 0x400,
        NonBlocking = 0x800, Directory = 0x10000, NoFollow = 0x20000,
        CloseOnExec = 0x80000, Path = 0x200000, Temporary = 0x410000;
}
