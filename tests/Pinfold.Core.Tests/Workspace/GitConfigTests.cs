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
    [InlineData("[a]\nk = one \\\n\n", "a..k=one ")]
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

    [Theory]
    [InlineData("pick 1 a\n# exec x\n\nfixup -C 2 b\nbreak\n", false)]
    [InlineData("pick 1 a\nexec make\n", true)]
    [InlineData("  x make\n", true)]
    [InlineData("!make\n", true)]
    public void A_rebase_that_runs_programs_is_told(string todo, bool expected) =>
        Assert.Equal(expected, RebaseTodo.RunsPrograms(todo));

    [Theory]
    [InlineData("[core]\n\tbare = false\n\tworktree = ../../../sub\n[remote \"origin\"]\n\turl = https://example.org/x\n\tfetch = +a:b\n", true)]
    [InlineData("[core]\n\tfsmonitor = x\n", false)]
    [InlineData("[Core]\n\tHooksPath = x\n", false)]
    [InlineData("[include]\n\tpath = x\n", false)]
    [InlineData("[filter \"x\"]\n\tclean = x\n", false)]
    [InlineData("[remote \"o\"]\n\turl = ext::sh -c x\n", false)]
    [InlineData("[remote \"o\"]\n\tuploadpack = x\n", false)]
    [InlineData("[submodule \"o\"]\n\tupdate = !x\n", false)]
    [InlineData("[core \"x\"]\n\tbare = false\n", false)]
    public void A_plain_configuration_names_no_program(string text, bool expected) =>
        Assert.Equal(expected, PlainGitConfig.IsPlain(GitConfig.Parse(text)!.Value));

    [Fact]
    public void Every_name_has_a_reason_and_is_relative() =>
        Assert.All(GitNames.All,
            n => Assert.True(n.Reason.Length > 10 && !n.Name.StartsWith('/') && n.Scope != default));

    private static string Show(string text) =>
        string.Join('\n', GitConfig.Parse(text)!
            .Value.Select(s => $"{s.Section}.{s.Subsection}.{s.Key}" + (s.Value is null ? "" : "=" + s.Value)));
}
