using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Pinfold.Core.Paths;

namespace Pinfold.Core.Protocol;

/// <summary>
/// The body of a launch on Windows. It says what to run and where; who may do what is not in it: the broker knows the
/// user by the pipe, and makes the SIDs of roots from what it finds there itself.
/// </summary>
public sealed record AccountLaunch
{
    /// <summary>The longest form in bytes.</summary>
    public const int MaxBytes = 1 << 20;

    /// <summary>The most roots, and the most places to read.</summary>
    public const int MaxFolders = 128;

    /// <summary>The longest command line, in characters (Win32, CreateProcess: 32,767 with the NUL).</summary>
    public const int MaxCommandLine = 32_766;

    /// <summary>The most proxies: places are 0 to one less.</summary>
    public const int MaxProxies = 64;

    private const int MaxSession = 32, MaxStation = 128, MaxVariables = 8192, MaxVariable = 32_767;

    /// <summary>The account that reaches the network.</summary>
    public required bool IsOnline { get; init; }

    /// <summary>
    /// The place of the port on which the client's egress proxy listens (<see cref="MaxProxies"/>); null for a command
    /// that reaches none.
    /// </summary>
    public int? ProxySlot { get; init; }

    /// <summary>
    /// The session's random part. With the user's SID it makes the session's, so that nobody names another user's.
    /// </summary>
    public required string Session { get; init; }

    /// <summary>
    /// The window station that the client has made for the session; the desktop is <c>pinfold-SESSION</c>.
    /// </summary>
    public required string Station { get; init; }

    /// <summary>Writable roots.</summary>
    public required ImmutableArray<LaunchFolder> Roots { get; init; }

    /// <summary>Files and folders that the command may read besides.</summary>
    public required ImmutableArray<LaunchFolder> Reads { get; init; }

    /// <summary>The program: a file.</summary>
    public required CanonicalPath Program { get; init; }

    /// <summary>The whole command line, as the program will read it.</summary>
    public required string CommandLine { get; init; }

    /// <summary>Where it starts.</summary>
    public required CanonicalPath WorkingDirectory { get; init; }

    /// <summary>Its whole environment.</summary>
    public required ImmutableArray<KeyValuePair<string, string>> Environment { get; init; }

    /// <summary>The most processes; 0 for any number.</summary>
    public uint Processes { get; init; }

    /// <summary>The most memory in bytes; 0 for any.</summary>
    public ulong Memory { get; init; }

    /// <summary>Milliseconds until it is ended; 0 for never.</summary>
    public uint Deadline { get; init; }

    /// <summary>Handles of the client's process that become standard input, output and error; 0 for none.</summary>
    public required (uint Input, uint Output, uint Error) Streams { get; init; }

    /// <summary>The bytes of it.</summary>
    /// <exception cref="ArgumentException">It is longer than a launch may be, or has what none may have.</exception>
    public byte[] Write()
    {
        var bytes = new List<byte> { IsOnline ? (byte)1 : (byte)0, checked((byte)(ProxySlot + 1 ?? 0)) };
        foreach (var number in (uint[])[Processes, Deadline, Streams.Input, Streams.Output, Streams.Error]) Add(number);
        Span<byte> eight = stackalloc byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(eight, Memory);
        bytes.AddRange(eight);
        foreach (var text in (string[])[Session, Station, WindowsPath.ToWin32(Program), CommandLine,
            WindowsPath.ToWin32(WorkingDirectory)])
            AddText(text);
        Span<byte> identity = stackalloc byte[LaunchFolder.IdentityBytes];
        foreach (var folders in (ImmutableArray<LaunchFolder>[])[Roots, Reads])
        {
            Add((uint)folders.Length);
            foreach (var folder in folders)
            {
                AddText(WindowsPath.ToWin32(folder.Path));
                folder.WriteIdentity(identity);
                bytes.AddRange(identity);
            }
        }

        Add((uint)Environment.Length);
        foreach (var (name, value) in Environment)
        {
            AddText(name);
            AddText(value);
        }

        return Read(CollectionsMarshal.AsSpan(bytes), out var fault) is not null
            ? [.. bytes]
            : throw new ArgumentException(fault);

        void Add(uint number)
        {
            Span<byte> four = stackalloc byte[4];
            BinaryPrimitives.WriteUInt32LittleEndian(four, number);
            bytes.AddRange(four);
        }

        void AddText(string text)
        {
            Add((uint)text.Length);
            bytes.AddRange(MemoryMarshal.AsBytes(text.AsSpan()));
        }
    }

    /// <summary>Null with the reason when <paramref name="body"/> is none.</summary>
    public static AccountLaunch? Read(ReadOnlySpan<byte> body, out string fault)
    {
        fault = body.Length > MaxBytes
            ? $"a launch has at most {MaxBytes} bytes, not {body.Length}"
            : "the launch is cut off or too long in one of its parts";
        if (body.Length > MaxBytes) return null;
        var reader = new LaunchReader(body);
        var (account, proxy, processes, deadline) = (reader.Byte(), reader.Byte(), reader.Number(), reader.Number());
        (uint Input, uint Output, uint Error) streams = (reader.Number(), reader.Number(), reader.Number());
        var memory = reader.Long();
        var (session, station) = (reader.Text(MaxSession), reader.Text(MaxStation));
        var (program, line, folder) = (reader.Path(), reader.Text(MaxCommandLine), reader.Path());
        var (roots, reads) = (reader.Folders(MaxFolders), reader.Folders(MaxFolders));
        var variables = new KeyValuePair<string, string>[reader.Count(MaxVariables)];
        for (var i = 0; i < variables.Length && reader.IsWhole; i++)
            variables[i] = new(reader.Text(MaxVariable), reader.Text(MaxVariable));
        if (reader.Fault is { } malformed) fault = malformed;
        if (!reader.IsWhole || !reader.IsAtEnd) return null;
        fault = account > 1 ? $"there is no account {account}"
            : proxy > MaxProxies ? $"there are {MaxProxies} proxies' ports, and none {proxy - 1}"
            : account == 1 && proxy > 0 ? "commands of the online account have no proxy"
            : !IsName(session) || !IsName(station) ? "the session or its window station is not named as one"
            : !AreHandles(streams) ? "a standard stream is no handle"
            : line.Length == 0 ? "there is no command line"
            : variables.Any(v => !IsVariable(v.Key)) ? "a variable has no name, or one with '='"
            : "";
        return fault.Length > 0 ? null : new()
        {
            IsOnline = account == 1, ProxySlot = proxy == 0 ? null : proxy - 1, Session = session, Station = station,
            Roots = roots, Reads = reads, Program = program, CommandLine = line, WorkingDirectory = folder,
            Environment = [.. variables], Processes = processes,
            Memory = memory, Deadline = deadline, Streams = streams,
        };
    }

    /// <summary>
    /// Letters and digits of ASCII, as in what names a session; <c>Service-0x0-3e7$</c> is the form of a station's
    /// name.
    /// </summary>
    private static bool IsName(string text) =>
        text.Length > 0 && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '$' or '_');

    /// <summary>
    /// Numbers of handles are multiples of four; those that stand for the process itself and the like are negative
    /// (Win32, GetCurrentProcess).
    /// </summary>
    private static bool AreHandles((uint Input, uint Output, uint Error) streams) =>
        ((uint[])[streams.Input, streams.Output, streams.Error]).All(h => h <= int.MaxValue && h % 4 == 0);

    /// <summary>Names such as <c>=C:</c> tell a drive's current folder.</summary>
    private static bool IsVariable(string name) => name.Length > 0 && name.IndexOf('=', 1) < 0;
}
