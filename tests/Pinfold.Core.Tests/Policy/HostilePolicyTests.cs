using System.Text;
using CsCheck;
using Pinfold.Core.Policy;
using Xunit;
using static Pinfold.Core.Tests.Policy.Layers;

namespace Pinfold.Core.Tests.Policy;

public sealed class HostilePolicyTests
{
    private const string Sound = "version = 1\nprofile = \"read-only\"\n[filesystem]\ndeny_read = [\"~/x\", '**/y']\n[limits]\nmemory = \"1GiB\"\n[commands]\nrules = [{ prefix = [\"a\"], decision = \"ask\" }]\n";

    [Theory]
    [InlineData("", "PF1010", 1, 1)]
    [InlineData("\n\n", "PF1010", 1, 1)]
    [InlineData("null", "PF1003", 1, 5)]
    [InlineData("{}", "PF1003", 1, 1)]
    [InlineData("\0\0\0\0", "PF1003", 1, 1)]
    [InlineData("version = 1\nx = \"a\\", "PF1003", 2, 8)]
    [InlineData("version = 2", "PF1010", 1, 11)]
    [InlineData("version = \"1\"", "PF1012", 1, 11)]
    [InlineData("profile = \"read-only\"", "PF1010", 1, 1)]
    public void A_file_that_says_nothing_sound_is_refused(string text, string code, int line, int column)
    {
        var result = Load(Raw(Encoding.UTF8.GetBytes(text)));
        Assert.Null(result.Policy);
        Assert.Contains(result.Diagnostics, d => d.Code == code && d.Origin.Line == line && d.Origin.Column == column);
    }

    [Fact]
    public void A_byte_order_mark_is_no_fault_and_shifts_no_column()
    {
        Assert.NotNull(Load(Raw([0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes(Sound)])).Policy);
        Assert.Equal(1,
            Assert.Single(Load(Raw([0xEF, 0xBB, 0xBF, .. "x = 1\nversion = 1"u8])).Diagnostics).Origin.Column);
    }

    [Fact]
    public void Other_encodings_are_named_with_their_place()
    {
        var fault = Assert.Single(Load(Raw([.. "version = 1\n# \u00e9"u8, 0xE9, .. "\n"u8])).Diagnostics);
        Assert.Equal(("PF1002", 2, 4), (fault.Code, fault.Origin.Line, fault.Origin.Column));
        Assert.Equal("PF1002",
            Assert.Single(Load(Raw([0xFF, 0xFE, .. Encoding.Unicode.GetBytes(Sound)])).Diagnostics).Code);
    }

    [Fact]
    public void A_file_over_one_mebibyte_is_refused_and_one_below_is_read()
    {
        Assert.NotNull(Load(Raw(Encoding.UTF8.GetBytes(Sound + new string('#', (1 << 20) - Sound.Length)))).Policy);
        Assert.Equal("PF1001", Assert.Single(Load(Raw(new byte[(1 << 20) + 1])).Diagnostics).Code);
    }

    [Theory]
    [InlineData("= \n", 200_000)]
    [InlineData("[x]\n", 200_000)]
    [InlineData("a.", 400_000)]
    [InlineData("[", 1_000_000)]
    [InlineData("a = {", 200_000)]
    [InlineData("k = [", 200_000)]
    [InlineData("\"\"\"", 300_000)]
    public void Repetition_makes_neither_a_crash_nor_a_flood(string unit, int times)
    {
        var result = Load(Raw(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(unit, times)))));
        Assert.Null(result.Policy);
        Assert.InRange(result.Diagnostics.Length, 1, 101);
        Assert.All(result.Diagnostics, d => Assert.InRange(d.ToString().Length, 1, 2000));
    }

    [Fact]
    public void A_list_has_a_limit()
    {
        string Entries(int count) =>
            $"filesystem.deny_read = [{string.Join(", ", Enumerable.Range(0, count).Select(i => $"\"/{i}\""))}]";
        Assert.NotNull(Load(User(Entries(1024))).Policy);
        Assert.Equal("PF1014", Assert.Single(Load(User(Entries(1025))).Diagnostics).Code);
    }

    [Fact]
    public void More_faults_than_can_be_read_are_counted()
    {
        var result = Load(User(string.Join('\n', Enumerable.Range(0, 250).Select(i => $"k{i} = 1"))));
        Assert.Equal(101, result.Diagnostics.Length);
        Assert.Equal("PF1005", result.Diagnostics[^1].Code);
        Assert.Contains("150", result.Diagnostics[^1].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Any_bytes_give_a_policy_or_a_fault_in_print() =>
        Gen.OneOf(Gen.Byte.Array[0, 300], Gen.String[Gen.Char["ab=[]{}\"'\\\n#.,1 ~*/\0\u0001"], 0, 80]
            .Select(Encoding.UTF8.GetBytes)).Sample(Check, iter: 2000);

    [Fact]
    public void A_damaged_file_gives_a_policy_or_a_fault_in_print() =>
        Gen.Select(Gen.Int[0, Sound.Length - 1], Gen.Int[0, 20], Gen.Byte.Array[0, 4]).Sample((at, length, inserted) =>
        {
            var bytes = Encoding.UTF8.GetBytes(Sound);
            Check([.. bytes[..at], .. inserted, .. bytes[Math.Min(bytes.Length, at + length)..]]);
        }, iter: 2000);

    private static void Check(byte[] bytes)
    {
        foreach (var layer in (PolicyLayer[])[PolicyLayer.User, PolicyLayer.Project])
        {
            var result = Load(new PolicySource(layer, "/p", bytes));
            Assert.Equal(result.Policy is null, result.Diagnostics.Length > 0);
            Assert.All(result.Diagnostics, d => Assert.DoesNotContain(d.ToString(), c => char.IsControl(c)));
        }
    }

    private static PolicySource Raw(byte[] bytes) => new(PolicyLayer.User, "/u.toml", bytes);
}
