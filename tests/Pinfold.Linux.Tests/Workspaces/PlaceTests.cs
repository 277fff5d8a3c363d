using Pinfold.Linux.Tests.Hosts;
using Xunit;

namespace Pinfold.Linux.Tests.Workspaces;

/// <summary>
/// Where a workspace can lie. Each works whole, with its audit, or is refused with the reason; and nothing is lost or
/// left.
/// </summary>
public sealed class PlaceTests : IDisposable
{
    /// <summary>Works in a workspace, and plants a hand-off name that the audit must find.</summary>
    private const string Work = "sh -c 'cat old; echo new > new; echo more >> old; echo x 2>/dev/null > ../outside || echo kept out; mkdir -p a/.vscode; echo x > a/.vscode/tasks.json'";

    private const string Worked = "old\nkept out\npinfold: quarantined: a/.vscode: ";
    private readonly Resident _user = new();

    public PlaceTests() => _user.Must("user sh -c 'echo old > ws/old'");

    public void Dispose() => _user.Dispose();

    [Fact]
    public void Behind_a_symbolic_link()
    {
        Works("user ln -s ws link", "link");
        Assert.Equal("a new old", _user.Left());
    }

    [Fact]
    public void Behind_a_link_that_is_the_current_folder()
    {
        var (status, output) = _user.Host($"user ln -s ws link; cd link; run -- {Work}; ls {_user.Workspace}");
        Assert.StartsWith(Worked, output, StringComparison.Ordinal);
        Assert.EndsWith("\na\nnew\nold\n", output, StringComparison.Ordinal);
        Assert.Equal(0, status);
    }

    [Fact]
    public void On_a_mount_point()
    {
        Resident.NeedsRoot();
        Works("user mkdir place; mount --bind ws place", "place");
        Assert.Equal("a new old", _user.Left());
    }

    [Fact]
    public void On_tmpfs()
    {
        Resident.NeedsRoot();
        Works("mkdir place; mount -t tmpfs none place; cp -p ws/old place; chown --reference=ws place place/old",
            "place");
    }

    [Fact]
    public void On_overlayfs()
    {
        Resident.NeedsRoot();
        Works(
            "user mkdir upper work place; mount -t tmpfs none work; mkdir work/u work/w; chown --reference=ws work/u; "
            + "mount -t overlay none -o lowerdir=ws,upperdir=work/u,workdir=work/w place", "place");
        Assert.Equal("old", _user.Left());
        Assert.Equal("old\n", File.ReadAllText(_user.Workspace + "/old"));
    }

    [Fact]
    public void On_a_read_only_mount_nothing_is_written_and_the_command_still_runs()
    {
        Resident.NeedsRoot();
        var (status, output) = _user.Host(
            "mount --bind -o ro ws ws; run --workspace ws -- sh -c 'cat old; echo x > new'");
        Assert.Equal("old\nsh: 1: cannot create new: Read-only file system\n", output);
        Assert.Equal(2, status);
        Assert.Equal("old", _user.Left());
    }

    [Fact]
    public void With_a_mount_inside()
    {
        Resident.NeedsRoot();
        Works("user mkdir ws/inner; mount -t tmpfs none ws/inner; chown --reference=ws ws/inner; touch ws/inner/file",
            "ws",
            "user test ! -e ws/inner/file2; run --workspace ws -- sh -c 'echo x > inner/file2'; test -e ws/inner/file2");
    }

    [Fact]
    public void A_workspace_of_somebody_else_is_refused_with_the_remedy_and_can_be_read()
    {
        Resident.NeedsRoot();
        _user.Must("chown root ws ws/old");
        var (status, output) = _user.Host($"run --workspace ws -- {Work}");
        Assert.Matches("^pinfold: nothing ran: take the name .*/ws/[^ ]+: EACCES \\(13\\); .*/ws may not be written: "
            + "chmod u\\+w .*/ws if it is yours, else run as its owner; or only read it with --profile read-only\n$",
            output);
        Assert.Equal(125, status);
        Assert.Equal((0, "old\n"), _user.Host("run --profile read-only --workspace ws -- cat old"));
        Assert.Equal("old", _user.Left());
    }

    [Fact]
    public void A_workspace_that_nobody_may_enter_is_refused()
    {
        Resident.NeedsRoot();
        _user.Must("mkdir -m 700 closed; mkdir -m 755 closed/ws");
        var (status, output) = _user.Host("run --workspace closed/ws -- true");
        Assert.EndsWith("closed/ws does not exist or cannot be entered\n", output, StringComparison.Ordinal);
        Assert.Equal(125, status);
    }

    [Fact]
    public void A_workspace_that_is_deleted_while_the_command_runs()
    {
        var (status, output) = _user.Host("""
            user mkdir signals; user mkfifo signals/up signals/go
            run --workspace ws --write signals -- sh -c 'echo up > ../signals/up; read x < ../signals/go; echo x > new; ls -A . | wc -l; mkdir ../ws; echo done' &
            read x < signals/up
            rm -rf ws
            echo go > signals/go
            wait $!
            """);
        Assert.Contains("new: Directory nonexistent", output, StringComparison.Ordinal);
        Assert.EndsWith("\ndone\n", output, StringComparison.Ordinal);
        Assert.Equal(0, status);
        Assert.False(Directory.Exists(_user.Workspace));
    }

    [Fact]
    public void Names_that_are_freed_from_outside_while_the_command_runs_are_audited()
    {
        var (status, output) = _user.Host("""
            user mkdir signals; user mkfifo signals/up signals/go
            run --workspace ws --write signals -- sh -c 'mkdir .vscode/x 2>&1; echo up > ../signals/up; read x < ../signals/go; mkdir .vscode; echo x > .vscode/tasks.json' &
            read x < signals/up
            user rmdir ws/.vscode
            echo go > signals/go
            wait $!
            """);
        Assert.Contains("mkdir: cannot create directory '.vscode/x': Read-only file system", output,
            StringComparison.Ordinal);
        Assert.Contains("pinfold: quarantined: .vscode: ", output, StringComparison.Ordinal);
        Assert.Equal(0, status);
        Assert.Equal("old", _user.Left());
    }

    private void Works(string prepare, string workspace, string after = "true")
    {
        var (status, output) = _user.Host(
            $"{prepare}; run --workspace {workspace} -- {Work} || exit; {after}; ls -A {workspace}; cat {workspace}/old");
        Assert.StartsWith(Worked, output, StringComparison.Ordinal);
        Assert.EndsWith("a\nnew\nold\nold\nmore\n", output.Replace("inner\n", "", StringComparison.Ordinal),
            StringComparison.Ordinal);
        Assert.Equal(0, status);
        Assert.False(File.Exists(_user.Home + "/outside"));
    }
}
