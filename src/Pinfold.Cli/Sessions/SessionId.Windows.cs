using System.Security.Cryptography;

namespace Pinfold.Cli.Sessions;

internal static partial class SessionId
{
    private static ulong Random() => BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(8));
}
