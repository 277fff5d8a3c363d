using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Text;

namespace Pinfold.Core.Protocol;

/// <summary>What stands: the accounts, the cgroups, and how many commands of the asking user run.</summary>
/// <param name="Offline">The account without network.</param>
/// <param name="Online">The account with network.</param>
/// <param name="Running">Commands of the asking user.</param>
/// <param name="Cgroups">Where a launch may have a cgroup.</param>
public sealed record BrokerStatus(BrokerAccount Offline, BrokerAccount Online, int Running, ImmutableArray<BrokerCgroup> Cgroups)
{
    /// <summary>The longest form in bytes.</summary>
    internal const int MaxBytes = 1 << 14;

    /// <summary>
    /// running u32; twice: uid u32, gid u32, name; number of cgroups u8; for each: flags u8 (1 processes, 2 memory), account u32, folder.
    /// A text is its length u8 and its bytes in UTF-8.
    /// </summary>
    public byte[] Write()
    {
        var bytes = new List<byte>();
        Add(bytes, (uint)Running);
        foreach (var account in (BrokerAccount[])[Offline, Online])
        {
            Add(bytes, account.Uid);
            Add(bytes, account.Gid);
            Add(bytes, account.Name);
        }

        bytes.Add((byte)Cgroups.Length);
        foreach (var group in Cgroups)
        {
            bytes.Add((byte)((group.Processes ? 1 : 0) | (group.Memory ? 2 : 0)));
            Add(bytes, group.Account);
            Add(bytes, group.Folder);
        }

        return [.. bytes];
    }

    /// <summary>Null when <paramref name="body"/> is no status.</summary>
    public static BrokerStatus? Read(ReadOnlySpan<byte> body)
    {
        if (!Take(ref body, out uint running) || running > int.MaxValue || ReadAccount(ref body) is not { } offline || ReadAccount(ref body) is not { } online
            || body.IsEmpty) return null;
        var groups = new BrokerCgroup[body[0]];
        body = body[1..];
        for (var i = 0; i < groups.Length; i++)
        {
            if (body.IsEmpty) return null;
            var flags = body[0];
            body = body[1..];
            if (flags > 3 || !Take(ref body, out uint account) || !Take(ref body, out string folder)) return null;
            groups[i] = new(folder, (flags & 1) != 0, (flags & 2) != 0, account);
        }

        return body.IsEmpty ? new(offline, online, (int)running, [.. groups]) : null;
    }

    private static BrokerAccount? ReadAccount(ref ReadOnlySpan<byte> body) =>
        Take(ref body, out uint uid) && Take(ref body, out uint gid) && Take(ref body, out string name) ? new(name, uid, gid) : null;

    private static void Add(List<byte> bytes, uint number)
    {
        Span<byte> four = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(four, number);
        bytes.AddRange(four);
    }

    private static void Add(List<byte> bytes, string text)
    {
        var encoded = Encoding.UTF8.GetBytes(text);
        bytes.Add(checked((byte)encoded.Length));
        bytes.AddRange(encoded);
    }

    private static bool Take(ref ReadOnlySpan<byte> body, out uint number)
    {
        if (!BinaryPrimitives.TryReadUInt32LittleEndian(body, out number)) return false;
        body = body[4..];
        return true;
    }

    private static bool Take(ref ReadOnlySpan<byte> body, out string text)
    {
        text = "";
        if (body.IsEmpty || body[0] == 0 || body.Length <= body[0]) return false;
        text = Encoding.UTF8.GetString(body.Slice(1, body[0]));
        body = body[(1 + body[0])..];
        return true;
    }
}
