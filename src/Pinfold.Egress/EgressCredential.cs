using System.Security.Cryptography;
using System.Text;

namespace Pinfold.Egress;

/// <summary>A session's word for the proxy: random, made new for each run, told only to the command.</summary>
public sealed class EgressCredential
{
    /// <summary>The user's name in it.</summary>
    public const string User = "pinfold";

    private readonly byte[] _basic, _pair;

    private EgressCredential(string secret)
    {
        Secret = secret;
        _pair = Encoding.ASCII.GetBytes($"{User}:{secret}");
        _basic = Encoding.ASCII.GetBytes(Convert.ToBase64String(_pair));
    }

    /// <summary>The password: 32 hexadecimal digits.</summary>
    public string Secret { get; }

    /// <summary>A new one.</summary>
    public static EgressCredential Create() => new(RandomNumberGenerator.GetHexString(32, lowercase: true));

    internal const string Wrong = "the credential is not this session's", Missing = "there is no credential";

    /// <summary>The value of a proxy variable for a proxy at 127.0.0.1:<paramref name="port"/>.</summary>
    public string Url(int port) => $"http://{User}:{Secret}@127.0.0.1:{port}";

    /// <summary>True for the value of a Proxy-Authorization field (RFC 7617) that has this credential.</summary>
    internal bool IsBasic(string? field)
    {
        if (field is null || !field.StartsWith("Basic ", StringComparison.OrdinalIgnoreCase)) return false;
        return CryptographicOperations.FixedTimeEquals(Encoding.Latin1.GetBytes(field[6..].Trim(' ')), _basic);
    }

    internal bool IsPair(ReadOnlySpan<byte> user, ReadOnlySpan<byte> password)
    {
        byte[] pair = [.. user, (byte)':', .. password];
        return CryptographicOperations.FixedTimeEquals(pair, _pair);
    }
}
