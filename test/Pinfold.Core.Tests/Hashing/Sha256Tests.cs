using System.Security.Cryptography;
using CsCheck;
using Pinfold.Core.Hashing;
using Xunit;

namespace Pinfold.Core.Tests.Hashing;

public sealed class Sha256Tests
{
    [Theory] // FIPS 180-4's examples
    [InlineData("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")]
    [InlineData("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1")]
    public void Hashes_the_published_examples(string text, string hash) => Assert.Equal(hash, Sha256.Hex(System.Text.Encoding.ASCII.GetBytes(text)));

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
