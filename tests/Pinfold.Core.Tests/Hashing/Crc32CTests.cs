using System.Text;
using CsCheck;
using Pinfold.Core.Hashing;
using Xunit;

namespace Pinfold.Core.Tests.Hashing;

public sealed class Crc32CTests
{
    [Fact] // RFC 3720, appendix B.4, and the check value that CRC catalogues give
    public void Hashes_the_published_examples()
    {
        Assert.Equal(0xE3069283u, Crc32C.Of(Encoding.ASCII.GetBytes("123456789")));
        Assert.Equal(0x8A9136AAu, Crc32C.Of(new byte[32]));
    }

    [Fact]
    public void Parts_hash_as_the_whole() =>
        Gen.Select(Gen.Byte.Array[0, 40], Gen.Byte.Array[0, 40]).Sample((first, second) =>
            Assert.Equal(Crc32C.Of([.. first, .. second]), Crc32C.Of(second, Crc32C.Of(first))));
}
