using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Pinfold.Core.WindowsModel;

namespace Pinfold.Core.Planning.Windows;

/// <summary>
/// The SIDs that stand for a root and for a session: service SIDs, <c>S-1-5-80-</c> and the SHA-1 of the name in upper
/// case, UTF-16, as five numbers (MS-DTYP 2.4.2.4, NT_SERVICE; <c>sc showsid NAME</c> prints the same). See
/// docs/decisions/0013.
/// </summary>
public static class CapabilitySid
{
    /// <summary>Of a user's root: the same for the same folder, whatever its path; nothing is stored.</summary>
    /// <param name="user">Whose commands write there: a broker that makes tokens for many gives nobody another's SID,
    /// whatever a volume says of its files.</param>
    /// <param name="volumeSerial">FILE_ID_INFO.VolumeSerialNumber.</param>
    /// <param name="fileId">FILE_ID_INFO.FileId, as a little-endian number.</param>
    public static Sid ForRoot(Sid user, ulong volumeSerial, UInt128 fileId) =>
        ForName($"pinfold-root-{user}-{volumeSerial:x16}-{fileId:x32}");

    /// <summary>
    /// Of a folder that commands of another account may read for a user; the same for the same folder.
    /// </summary>
    /// <param name="user">For whom.</param>
    /// <param name="volumeSerial">FILE_ID_INFO.VolumeSerialNumber.</param>
    /// <param name="fileId">FILE_ID_INFO.FileId, as a little-endian number.</param>
    public static Sid ForReading(Sid user, ulong volumeSerial, UInt128 fileId) =>
        ForName($"pinfold-read-{user}-{volumeSerial:x16}-{fileId:x32}");

    /// <summary>Of a user's session: <paramref name="id"/> is random and used once.</summary>
    public static Sid ForSession(Sid user, string id) => ForName($"pinfold-session-{user}-{id}");

    /// <summary>Of the service <paramref name="name"/>.</summary>
    public static Sid ForName(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
#pragma warning disable CA5350 // the published form of service SIDs; no secret depends on it
        var hash = SHA1.HashData(Encoding.Unicode.GetBytes(name.ToUpperInvariant()));
#pragma warning restore CA5350
        Span<uint> parts = stackalloc uint[6];
        parts[0] = 80;
        for (var i = 0; i < 5; i++) parts[i + 1] = BinaryPrimitives.ReadUInt32LittleEndian(hash.AsSpan(4 * i));
        return new(5, parts);
    }
}
