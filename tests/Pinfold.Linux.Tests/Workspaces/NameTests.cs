using Pinfold.Linux.Tests.Hosts;
using Xunit;

namespace Pinfold.Linux.Tests.Workspaces;

/// <summary>Names and paths that Linux allows and programs forget.</summary>
public sealed class NameTests : IDisposable
{
    private readonly Resident _user = new();

    public void Dispose() => _user.Dispose();

    [Theory]
    [InlineData("new\\nline")]
    [InlineData("\\xff\\xfe\\x80")]
    [InlineData("\\e[31mred")]
    [InlineData("-rf")]
    [InlineData(" a\\'b\\\"c$(id) ")]
    [InlineData("\\xe2\\x80\\xae")] // right-to-left override
    public void A_workspace_may_have_any_name(string name)
    {
        var (status, output) = _user.Host($$"""
            name=$'{{name}}'
            user mkdir -p -- "ws/$name"
            cd -- "ws/$name"
            run -- sh -c 'pwd > where; mkdir -p "./${PWD##*/}/.idea"; echo x > "./${PWD##*/}/.idea/x"' > ../said 2>&1 || exit
            grep -c 'quarantined: .*/\.idea: ' ../said
            LC_ALL=C grep -c $'[\x01-\x09\x0b-\x1f\x7f-\xff]' ../said
            [ "$(cat where)" = "$PWD" ] && echo there
            """);
        Assert.Equal((0, "1\n0\nthere\n"), (status, output));
    }

    [Fact]
    public void Below_a_workspace_names_may_be_anything()
    {
        var (status, output) = _user.Host("""
            cd ws
            run -- bash -c 'for n in $'"'"'a\nb'"'"' $'"'"'\xff'"'"' -x; do mkdir -p -- "$n/.idea" && echo x > "$n/.idea/x"; done'
            find . -name .idea
            """);
        Assert.Equal(0, status);
        Assert.Equal(3, output.Split("pinfold: quarantined: ").Length - 1);
        Assert.Contains("quarantined: a\\x0ab/.idea: ", output, StringComparison.Ordinal);
        Assert.Contains("quarantined: \\xff/.idea: ", output, StringComparison.Ordinal);
        Assert.DoesNotContain("./", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Loops_of_links_end()
    {
        var (status, output) = _user.Host("""
            user ln -s loop ws/loop; user ln -s ../ws ws/up; user ln -s .git ws/.git; user ln -s ws/loop link
            run --workspace link -- true; echo $?
            run --workspace ws -- sh -c 'cat loop; rm .git; echo x > up/up/up/made; ls -A'
            """);
        Assert.Contains("link does not exist or cannot be entered\n125\n", output, StringComparison.Ordinal);
        Assert.Contains("cat: loop: Too many levels of symbolic links\n", output, StringComparison.Ordinal);
        Assert.Contains("rm: cannot remove '.git': Device or resource busy\n", output, StringComparison.Ordinal);
        Assert.Equal(0, status);
        Assert.Equal(".git loop made up", _user.Left());
    }

    [Theory]
    [InlineData(4000)]
    [InlineData(4030)]
    [InlineData(4060)]
    [InlineData(4080)]
    [InlineData(4090)]
    [InlineData(4095)]
    public void A_workspace_with_a_long_path_works_or_is_refused(int length)
    {
        var (status, output) = _user.Host($$"""
            cd ws; length=${#PWD}
            while [ $length -lt {{length}} ]; do
              n=$(( {{length}} - length - 1 )); [ $n -le 200 ] || n=$(( n > 220 ? 200 : 100 ))
              name=$(printf "%${n}s" | tr ' ' d); user mkdir "$name" && cd "$name" || exit 9; length=$(( length + n + 1 ))
            done
            run -- sh -c 'pwd | wc -c; echo x > made'; status=$?
            ls; exit $status
            """);
        if (status == 0) Assert.Equal($"{length + 1}\nmade\n", output);
        else Assert.Matches("^pinfold: [^\n]*longer than 4095 bytes; use a folder with a shorter path\n$", output);
        Assert.Equal(length <= 4060 ? 0 : 125, status);
    }

    [Fact]
    public void A_path_beyond_4095_bytes_is_refused()
    {
        var (status, output) = _user.Host("run --workspace $(printf '%4000s' | sed 's: :/d:g') -- true");
        Assert.Matches("^pinfold: [^\n]*longer than 4095 bytes\n$", output);
        Assert.Equal(125, status);
    }

    [Theory]
    [InlineData(".vscode", 1)]
    [InlineData(".git", 5)]
    [InlineData(".git", 4)]
    [InlineData(".git", 2)]
    [InlineData(".envrc", 6)]
    public void A_command_cannot_stop_the_audit_with_a_path_that_has_no_room_for_a_name(string name, int room)
    {
        var (status, output) = _user.Host($$"""
            run --workspace ws -- python3 -c '
            import os
            def down(n):
                os.mkdir("d" * n); os.chdir("d" * n)
            length = len("{{_user.Workspace}}")
            while 4095 - {{room}} - length > 220: down(200); length += 201
            down(4095 - {{room}} - length - 1)
            os.mkdir("{{name}}")
            os.chdir("{{_user.Workspace}}"); os.makedirs("near/.idea"); open("near/.idea/x", "w")' || exit
            run --workspace ws -- ls
            """);
        Assert.Contains("pinfold: quarantined: near/.idea: ", output, StringComparison.Ordinal);
        Assert.Contains("so that no audit sees what is there\n",
            output.Replace("a hand-off name that was made or changed while the command ran\n",
                "so that no audit sees what is there\n", StringComparison.Ordinal),
            StringComparison.Ordinal);
        Assert.EndsWith("\nnear\n", output, StringComparison.Ordinal);
        Assert.Equal(0, status);
    }

    [Fact]
    public void The_users_own_deep_tree_stays_where_it_is()
    {
        var (status, output) = _user.Host("""
            user python3 -c '
            import os
            os.chdir("ws")
            for i in range(40): os.mkdir("d" * 200); os.chdir("d" * 200)
            open("mine", "w").write("mine")'
            run --workspace ws -- sh -c 'echo x > made' || exit
            run --workspace ws -- ls ws/made . || true
            user python3 -c '
            import os
            os.chdir("ws")
            for i in range(40): os.chdir("d" * 200)
            print(open("mine").read())'
            """);
        Assert.DoesNotContain("quarantined", output, StringComparison.Ordinal);
        Assert.Contains("no audit sees what is there", output, StringComparison.Ordinal);
        Assert.EndsWith("\nmine\n", output, StringComparison.Ordinal);
        Assert.Equal(0, status);
    }
}
