using System.Buffers.Binary;
using Pinfold.Core.Paths;

namespace Pinfold.Core.Protocol;

/// <summary>A file or folder of the user's that a command is to be given, as the client found it.</summary>
/// <param name="Path">Where it is, on a drive.</param>
/// <param name="VolumeSerial">FILE_ID_INFO.VolumeSerialNumber.</param>
/// <param name="FileId">FILE_ID_INFO.FileId.</param>
public sealed record LaunchFolder(CanonicalPath Path, ulong VolumeSerial, UInt128 FileId)
{
    internal const int IdentityBytes = 24;

    internal void WriteIdentity(Span<byte> to)
    {
        BinaryPrimitives.WriteUInt64LittleEndian(to, VolumeSerial);
        BinaryPrimitives.WriteUInt128LittleEndian(to[8..], FileId);
    }
}
