using Xunit;

namespace Pinfold.Windows.Tests.Native;

/// <summary>Level of evidence: Windows' headers, as mingw-w64 has them.</summary>
public sealed class HeaderTests
{
    [MingwFact]
    public void Every_size_offset_value_and_argument_count_is_that_of_the_headers()
    {
        var claims = HeaderProgram.Claims();
        Assert.InRange(claims.Count, 200, 10_000);
        Assert.Equal("", HeaderProgram.Judge(HeaderProgram.FindCompiler()!, claims));
    }

    /// <summary>Rights, entries' types and flags, groups' attributes, tokens' flags and jobs' limits of Pinfold.Core.</summary>
    [MingwFact]
    public void Every_number_of_the_model_is_that_of_the_headers()
    {
        var numbers = ModelConstants.All();
        Assert.InRange(numbers.Length, 150, 1000);
        Assert.Equal("", HeaderProgram.Judge(HeaderProgram.FindCompiler()!, numbers.Select(n => HeaderProgram.Claim($"(unsigned)({n.Name}) == {n.Value}u"))));
    }

    [MingwFact]
    public void A_wrong_claim_is_found() => Assert.All(
        [
            "sizeof(SECURITY_ATTRIBUTES) == 23", "offsetof(FILE_ID_INFO, FileId) == 4", "(unsigned)(FILE_SHARE_READ) == 2u",
            "sizeof(CloseHandle(0, 0)) == 4", "sizeof(GetCurrentProcess()) == 4",
        ], claim => Assert.Contains("error", HeaderProgram.Judge(HeaderProgram.FindCompiler()!, [HeaderProgram.Claim(claim)]), StringComparison.Ordinal));
}
