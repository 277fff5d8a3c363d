using System.Security.Cryptography;
using CsCheck;
using Pinfold.Core.Hashing;
using Xunit;

namespace Pinfold.Core.Tests.Hashing;

public sealed class Sha256Tests
{
    [Fact]
    public void Agrees_with_the_platform_at_every_length_around_the_blocks()
    {
        for (var length = 0; length <= 200; length++)
        {
            var data = Enumerable.Range(0, length).Select(i => (byte)(i * 7)).ToArray();
            Assert.Equal(SHA256.HashData(data), Sha256.Hash(data));
        }
    }

    [Fact]
    public void Agrees_with_the_platform_on_any_bytes() =>
        Gen.Byte.Array[0, 1000].Sample(data => SHA256.HashData(data).AsSpan().SequenceEqual(Sha256.Hash(data)));
}
