using System.Buffers.Binary;

namespace Pinfold.Core.Protocol;

/// <summary>
/// The body of a launch: uid of the account u32, number of forwarded ports u32, the caller's umask u32, then the launch
/// plan. The descriptors beside it are, in this order: standard input, output and error of the command, the status
/// pipe's end to write, the signal pipe's end to read, one listening socket for each port.
/// </summary>
public readonly ref struct LaunchBody
{
    /// <summary>Bytes before the plan.</summary>
    public const int HeadBytes = 12;

    /// <summary>Descriptors besides the listening sockets.</summary>
    public const int FixedDescriptors = 5;

    /// <summary>The most ports.</summary>
    public const int MaxPorts = 64;

    private const uint MaxUmask = 0x1FF; // 0777

    private LaunchBody(uint account, int ports, uint umask, ReadOnlySpan<byte> plan)
    {
        Account = account;
        Ports = ports;
        Umask = umask;
        Plan = plan;
    }

    /// <summary>The uid of the account.</summary>
    public uint Account { get; }

    /// <summary>How many listening sockets come with it.</summary>
    public int Ports { get; }

    /// <summary>The bits of a mode that new files do not get (umask(2)).</summary>
    public uint Umask { get; }

    /// <summary>The operations of the launcher.</summary>
    public ReadOnlySpan<byte> Plan { get; }

    /// <summary>False when <paramref name="body"/> is none.</summary>
    public static bool TryRead(ReadOnlySpan<byte> body, out LaunchBody launch)
    {
        launch = default;
        if (body.Length < HeadBytes) return false;
        uint ports = BinaryPrimitives.ReadUInt32LittleEndian(body[4..]),
            umask = BinaryPrimitives.ReadUInt32LittleEndian(body[8..]);
        if (ports > MaxPorts || umask > MaxUmask) return false;
        launch = new(BinaryPrimitives.ReadUInt32LittleEndian(body), (int)ports, umask, body[HeadBytes..]);
        return true;
    }

    /// <summary>The bytes of a launch.</summary>
    public static byte[] Write(uint account, int ports, uint umask, ReadOnlySpan<byte> plan)
    {
        var body = new byte[HeadBytes + plan.Length];
        BinaryPrimitives.WriteUInt32LittleEndian(body, account);
        BinaryPrimitives.WriteInt32LittleEndian(body.AsSpan(4), ports);
        BinaryPrimitives.WriteUInt32LittleEndian(body.AsSpan(8), umask);
        plan.CopyTo(body.AsSpan(HeadBytes));
        return body;
    }
}
