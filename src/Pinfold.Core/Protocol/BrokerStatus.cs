using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Text;

namespace Pinfold.Core.Protocol;

/// <summary>What stands: the accounts, the cgroups, and how many commands of the asking user run.</summary>
/// <param name="Offline">The account without network.</param>
/// <param name="Online">The account with network.</param>
/// <param name="Running">Commands of the asking user.</param>
/// <param name="Cgroups">Where a launch may have a cgroup.</param>
public sealed record BrokerStatus(BrokerAccount Offline, BrokerAccount Online, int Running,
    ImmutableArray<BrokerCgroup> Cgroups)
{
    /// <summary>The longest form in bytes.</summary>
    internal const int MaxBytes = 1 << 14;

    private const int MostRivals = 16;

    /// <summary>
    /// What stands against it, for people. On Linux: why the launcher is not started. On Windows: other programs'
    /// sublayers that may be asked before the filters, or why that cannot be told. Of more than 16, the number.
    /// </summary>
    public ImmutableArray<string> Rivals
    {
        get;
        init => field =
            [.. value.Take(value.Length > MostRivals ? MostRivals - 1 : MostRivals).Select(Short),
                .. value.Length > MostRivals ? [$"{value.Length - MostRivals + 1} more"] : (string[])[]];
    } = [];

    /// <summary>
    /// running u32; twice: uid u32, gid u32, name; number of cgroups u8; for each: flags u8 (1 processes, 2 memory),
    /// account u32, folder; number of rivals u8; each. A text is its length u8 and its bytes in UTF-8.
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

        bytes.Add((byte)Rivals.Length);
        foreach (var rival in Rivals) Add(bytes, rival);
        return [.. bytes];
    }

    /// <summary>Null when <paramref name="body"/> is no status.</summary>
    public static BrokerStatus? Read(ReadOnlySpan<byte> body)
    {
        if (!Take(ref body, out uint running) || running > int.MaxValue || ReadAccount(ref body) is not { } offline
            || ReadAccount(ref body) is not { } online
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

        if (body.IsEmpty || body[0] > MostRivals) return null;
        var rivals = new string[body[0]];
        body = body[1..];
        for (var i = 0; i < rivals.Length; i++)
            if (!Take(ref body, out rivals[i])) return null;
        return body.IsEmpty ? new(offline, online, (int)running, [.. groups]) { Rivals = [.. rivals] } : null;
    }

    /// <summary>A text that is not empty, of at most 255 bytes: another program chose it.</summary>
    private static string Short(string text)
    {
        text = new string([.. text.Where(c => !char.IsControl(c))]);
        while (Encoding.UTF8.GetByteCount(text) > byte.MaxValue) text = text[..^1];
        return text.Length == 0 ? "?" : text;
    }

    private static BrokerAccount? ReadAccount(ref ReadOnlySpan<byte> body) =>
        Take(ref body, out uint uid) && Take(ref body, out uint gid) && Take(ref body, out string name)
            ? new(name, uid, gid)
            : null;

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
