using System.Security.Cryptography;
using System.Text;
using CsCheck;
using Pinfold.Core.Hashing;
using Xunit;

namespace Pinfold.Core.Tests.Hashing;

public sealed class Sha256Tests
{
    [Theory] // FIPS 180-4 examples
    [InlineData("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")]
    [InlineData("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")]
    [InlineData("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
        "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1")]
    public void Hashes_the_published_examples(string text, string hash) =>
        Assert.Equal(hash, Sha256.Hex(Encoding.ASCII.GetBytes(text)));

    [Fact]
    public void Agrees_with_the_class_library() =>
        Gen.Byte.Array[0, 300]
            .Sample(data => Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(data)), Sha256.Hex(data)));
}
