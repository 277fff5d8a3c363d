using System.Text.Json;
using Xunit;

namespace Pinfold.Linux.Tests.Hosts;

/// <summary>
/// Hosts that lack something, by the real kernel: nothing runs until the user accepts the gap by name, and then the
/// report says what holds and the rest of the fence stands.
/// </summary>
public sealed class WeakHostTests : IDisposable
{
    private const string Command =
        "sh -c 'echo in > made; echo out > ../outside; grep -E \"^(Seccomp|NoNewPrivs|CapEff):\" /proc/self/status'";
    private const string Confined = "CapEff:\t0000000000000000\nNoNewPrivs:\t1\nSeccomp:\t2\n";
    private const string WithoutNamespaces = "writes handoffs secrets temp processes tree";
    private const int LandlockCreateRuleset = 444, Seccomp = 317, Clone = 56, Unshare = 272;
    private readonly Resident _user = new();

    public void Dispose() => _user.Dispose();

    [Fact]
    public void On_the_unchanged_host_the_same_command_needs_no_consent()
    {
        var (status, output) = _user.Host($"cd ws; run -- {Command}");
        Assert.Contains("Read-only file system", output, StringComparison.Ordinal);
        Assert.EndsWith(Confined, output, StringComparison.Ordinal);
        Assert.Equal(0, status);
        HasRun();
    }

    [Theory]
    [InlineData(38)] // ENOSYS: built without Landlock
    [InlineData(95)] // EOPNOTSUPP: not enabled at boot
    public void Without_Landlock(int error)
    {
        var weak = $"cd ws; without {error} {LandlockCreateRuleset}";
        Refused(weak, "writes is partial: mount namespace; no Landlock");
        Accepted(weak, "writes", ("writes", "partial"), ("handoffs", "enforced"), ("secrets", "enforced"),
            ("network", "enforced"));
    }

    [Fact]
    public void Without_seccomp()
    {
        var weak = $"cd ws; without 38 {Seccomp}";
        Refused(weak, "syscalls is not enforced: no seccomp");
        Accepted(weak, "network sockets privileges syscalls", ("syscalls", "not_enforced"), ("sockets", "not_enforced"),
            ("writes", "enforced"), ("tree", "enforced"));
    }

    [Fact]
    public void Where_the_sysctl_allows_no_user_namespaces()
    {
        var weak = "cd ws; inner() { user unshare --user --map-current-user --keep-caps sh -c 'echo 0 > /proc/sys/user/max_user_namespaces; exec \"$0\" run \"$@\"' "
            + $"{_user.Home}/program/pinfold \"$@\"; }}; inner";
        Refused(weak, "handoffs is not enforced: no user namespace: the sysctl user.max_user_namespaces is 0");
        Accepted(weak, WithoutNamespaces, ("writes", "partial"), ("handoffs", "not_enforced"), ("tree", "partial"),
            ("network", "enforced"), ("syscalls", "enforced"));
    }

    [Fact]
    public void Where_a_container_filters_the_calls_that_make_namespaces()
    {
        var weak = $"cd ws; without 1 {Unshare}";
        Refused(weak, "no user namespace: a seccomp filter around Pinfold, as of a container, refuses unshare(2)");
        Accepted(weak, WithoutNamespaces, ("writes", "partial"), ("handoffs", "not_enforced"), ("tree", "partial"),
            ("network", "enforced"), ("syscalls", "enforced"));
    }

    [Fact]
    public void Where_something_else_forbids_namespaces_the_message_says_so()
    {
        _user.Must($"cd ws; run -- true"); // proven; a proof cannot be made where no fence can
        var (status, output) = _user.Host($"cd ws; without 1 {Clone} -- {Command}");
        Assert.Equal(125, status);
        Assert.Matches(
            "^pinfold: nothing ran: create namespaces: .*: EPERM \\(1\\); this user may make no user namespace here",
            output);
        Assert.Empty(_user.Left());
    }

    [Fact]
    public void Without_proc()
    {
        Resident.NeedsRoot();
        var weak = "umount -l /proc; cd ws; run";
        Refused(weak, "no user namespace: /proc is not mounted");
        Accepted(weak, WithoutNamespaces, ("writes", "partial"), ("handoffs", "not_enforced"), ("tree", "not_enforced"),
            ("network", "enforced"));
    }

    private void Refused(string weak, string reason)
    {
        var (status, output) = _user.Host($"{weak} -- {Command}");
        Assert.Contains(reason, output, StringComparison.Ordinal);
        Assert.Contains("to accept it: pinfold run --accept ", output, StringComparison.Ordinal);
        Assert.Equal(126, status);
        Assert.Empty(_user.Left());
    }

    private void Accepted(string weak, string controls, params (string Control, string Status)[] expected)
    {
        var accept = string.Concat(controls.Split(' ').Select(c => " --accept " + c));
        var (status, output) = _user.Host($"{weak} --json{accept} -- {Command}");
        var line = output.Split('\n').SingleOrDefault(l => l.StartsWith("{\"", StringComparison.Ordinal));
        Assert.True(line is not null, output);
        using var report = JsonDocument.Parse(line);
        var controlsOf = report.RootElement.GetProperty("report").EnumerateArray().ToDictionary(
            c => c.GetProperty("control").GetString()!, c => c.GetProperty("status").GetString()!,
            StringComparer.Ordinal);
        Assert.All(expected, e => Assert.Equal(e.Status, controlsOf[e.Control]));
        Assert.Equal("exited", report.RootElement.GetProperty("outcome").GetString());
        Assert.True(status is 0 or 2, output); // grep finds no status file where there is no /proc
        HasRun();
    }

    private void HasRun()
    {
        Assert.Equal("made", _user.Left());
        Assert.False(File.Exists(_user.Home + "/outside"));
    }
}
