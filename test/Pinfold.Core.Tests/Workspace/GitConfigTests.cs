using Pinfold.Core.Workspace;
using Xunit;

namespace Pinfold.Core.Tests.Workspace;

public sealed class GitConfigTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("[core]\n\tbare = true\n", "core..bare=true")]
    [InlineData("[Core] Bare\n", "core..bare")]
    [InlineData("[a \"X \\\"y\\\"\"]\nk = v ; comment\n", "a.X \"y\".k=v")]
    [InlineData("[a]\nk = \"v ; w\" x  # c\n", "a..k=v ; w x")]
    [InlineData("[a]\nk = one\\\n two\n", "a..k=one two")]
    [InlineData("[a.B]\nk=\\t\\\\\\\"\n", "a.b.k=\t\\\"")]
    [InlineData("\uFEFF# only\n;comments", "")]
    [InlineData("[a]\r\nk = v\r\n", "a..k=v")]
    public void Reads_what_git_reads(string text, string expected) => Assert.Equal(expected, Show(text));

    [Theory]
    [InlineData("[a")]
    [InlineData("[a \"b]\n")]
    [InlineData("[]\n")]
    [InlineData("[a]\n1k = v\n")]
    [InlineData("[a]\nk = \"v\n")]
    [InlineData("[a]\nk = \\x\n")]
    [InlineData("[a]\nk v\n")]
    [InlineData("[a]\nk = v\0w\n")]
    public void Refuses_what_git_refuses(string text) => Assert.Null(GitConfig.Parse(text));

    [Theory]
    [InlineData("gitdir: ../x\n", "/w/../x")]
    [InlineData("gitdir: /x\r\n", "/x")]
    [InlineData("gitdir:/x", null)]
    [InlineData("gitdir: \n", null)]
    [InlineData("", null)]
    public void A_git_file_points(string text, string? expected) => Assert.Equal(expected, GitFile.Target(text, "/w"));

    [Fact]
    public void Every_name_has_a_reason_and_is_relative() =>
        Assert.All(GitNames.All, n => Assert.True(n.Reason.Length > 10 && !n.Name.StartsWith('/') && n.Scope != default));

    private static string Show(string text) =>
        string.Join('\n', GitConfig.Parse(text)!.Value.Select(s => $"{s.Section}.{s.Subsection}.{s.Key}" + (s.Value is null ? "" : "=" + s.Value)));
}
