using System.Collections.Immutable;
using Pinfold.Core.WindowsModel.Rights;

namespace Pinfold.Core.WindowsModel;

/// <summary>
/// A type of object that has descriptors: what its rights are called, and what the generic ones mean. Mappings are
/// those of the Win32 pages named at each rights type; for processes, threads, tokens, events, sections and object
/// directories Win32 documents none, and they are those of Wine's object types (server/process.c, thread.c, token.c,
/// event.c, mapping.c, directory.c).
/// </summary>
public sealed class SecurableType
{
    private static readonly (uint Bit, string Name)[] Standard =
    [
        (0x10000, "DELETE"), (0x20000, "READ_CONTROL"), (0x40000, "WRITE_DAC"),
        (0x80000, "WRITE_OWNER"), (0x100000, "SYNCHRONIZE"),
        (0x1000000, "ACCESS_SYSTEM_SECURITY"), (0x2000000, "MAXIMUM_ALLOWED"),
        (0x10000000, "GENERIC_ALL"), (0x20000000, "GENERIC_EXECUTE"),
        (0x40000000, "GENERIC_WRITE"), (0x80000000, "GENERIC_READ"),
    ];

    private readonly ImmutableArray<(uint Bit, string Name)> _names;

    private SecurableType(string name, GenericMapping mapping, bool isContainer, bool isProcessLike,
        params (uint Bit, string Name)[] names)
    {
        (Name, Mapping, IsContainer, IsProcessLike, _names) = (name, mapping, isContainer, isProcessLike,
            [.. names, .. Standard]);
    }

    /// <summary>A file.</summary>
    public static SecurableType File { get; } = Of<FileRights>("file", new(0x120089, 0x120116, 0x1200a0, 0x1f01ff));

    /// <summary>A folder: the file's mapping, for the kernel knows no other (IoGetFileObjectGenericMapping).</summary>
    public static SecurableType Directory { get; } =
        Of<DirectoryRights>("directory", new(0x120089, 0x120116, 0x1200a0, 0x1f01ff), isContainer: true);

    /// <summary>A registry key.</summary>
    public static SecurableType RegistryKey { get; } =
        Of<KeyRights>("registry key", new(0x20019, 0x20006, 0x20019, 0xf003f), isContainer: true);

    /// <summary>A process. PROCESS_TERMINATE is part of GENERIC_EXECUTE: ending a process is no write.</summary>
    public static SecurableType Process { get; } =
        Of<ProcessRights>("process", new(0x20410, 0x20bea, 0x121001, 0x1fffff), isProcessLike: true);

    /// <summary>A thread.</summary>
    public static SecurableType Thread { get; } =
        Of<ThreadRights>("thread", new(0x20048, 0x20437, 0x121800, 0x1fffff), isProcessLike: true);

    /// <summary>An access token.</summary>
    public static SecurableType Token { get; } = Of<TokenRights>("token", new(0x2001a, 0x201e0, 0x20005, 0xf01ff),
        isProcessLike: true);

    /// <summary>An event.</summary>
    public static SecurableType Event { get; } = Of<EventRights>("event", new(0x20001, 0x20002, 0x120000, 0x1f0003));

    /// <summary>A section, which Win32 calls a file mapping.</summary>
    public static SecurableType Section { get; } = Of<SectionRights>("section",
        new(0x20005, 0x20002, 0x20008, 0xf001f));

    /// <summary>A named pipe.</summary>
    public static SecurableType NamedPipe { get; } = Of<PipeRights>("pipe",
        new(0x120089, 0x120116, 0x1200a0, 0x1f01ff));

    /// <summary>A desktop.</summary>
    public static SecurableType Desktop { get; } = Of<DesktopRights>("desktop",
        new(0x20041, 0x200be, 0x20100, 0xf01ff));

    /// <summary>An interactive window station; desktops are made in it.</summary>
    public static SecurableType WindowStation { get; } =
        Of<WindowStationRights>("window station", new(0x20303, 0x2001c, 0x20060, 0xf037f), isContainer: true);

    /// <summary>A directory of the object manager: it holds named objects.</summary>
    public static SecurableType ObjectDirectory { get; } =
        Of<ObjectDirectoryRights>("object directory", new(0x20003, 0x2000c, 0x20003, 0xf000f), isContainer: true);

    /// <summary>A service.</summary>
    public static SecurableType Service { get; } = Of<ServiceRights>("service",
        new(0x2008d, 0x20002, 0x20170, 0xf01ff));

    /// <summary>Every type above.</summary>
    public static ImmutableArray<SecurableType> All { get; } =
        [File, Directory, RegistryKey, Process, Thread, Token, Event, Section, NamedPipe, Desktop, WindowStation,
            ObjectDirectory, Service];

    /// <summary>The type's name in messages.</summary>
    public string Name { get; }

    /// <summary>What the generic rights mean.</summary>
    public GenericMapping Mapping { get; }

    /// <summary>True where objects of the type hold others, which inherit from them.</summary>
    public bool IsContainer { get; }

    /// <summary>True for what gets a label with no-read-up when it is made: processes, threads, tokens.</summary>
    public bool IsProcessLike { get; }

    /// <summary>
    /// The names of the rights in <paramref name="mask"/>, lowest bit first, joined by <c> | </c>; bits without a name
    /// in hexadecimal.
    /// </summary>
    public string Describe(AccessMask mask)
    {
        if (mask.IsEmpty) return "nothing";
        if (mask == Mapping.All) return "ALL_ACCESS";
        var parts = new List<string>();
        var rest = mask;
        foreach (var (bit, name) in _names)
        {
            if (!mask.Contains(bit)) continue;
            parts.Add(name);
            rest = rest.Without(bit);
        }

        if (!rest.IsEmpty) parts.Add(rest.ToString());
        return string.Join(" | ", parts);
    }

    /// <inheritdoc/>
    public override string ToString() => Name;

    private static SecurableType Of<TRights>(string name, GenericMapping mapping, bool isContainer = false,
        bool isProcessLike = false)
        where TRights : struct, Enum =>
        new(name, mapping, isContainer, isProcessLike,
            [.. Enum.GetValues<TRights>().Select(v => (Convert.ToUInt32(v), v.ToString()))
                .Where(v => uint.IsPow2(v.Item1))]);
}
