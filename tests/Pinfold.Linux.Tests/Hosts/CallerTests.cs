using Xunit;

namespace Pinfold.Linux.Tests.Hosts;

/// <summary>What a process gets from who starts it: ignored signals, few descriptors, many arguments.</summary>
public sealed class CallerTests : IDisposable
{
    private readonly Resident _user = new();

    public void Dispose() => _user.Dispose();

    [Fact]
    public void A_caller_that_ignores_signals_and_the_end_of_children()
    {
        var (status, output) = _user.Host("""
            cd ws
            trap '' HUP INT QUIT TERM PIPE CHLD
            grep -c 'SigIgn:.*0000000000000000' /proc/self/status
            run -- sh -c 'grep SigIgn: /proc/self/status; (setsid sleep 1000 &); yes | head -n 1; exit 7'
            """);
        Assert.Equal((7, "0\nSigIgn:\t0000000000000000\ny\n"), (status, output));
        Assert.Empty(_user.Left());
    }

    [Fact]
    public void A_caller_with_few_descriptors()
    {
        Assert.Equal((0, "100\n"), _user.Host("cd ws; run -- true; ulimit -n 100; run -- sh -c 'ulimit -n'"));
        var (status, output) = _user.Host("cd ws; ulimit -n 30; run -- true");
        Assert.EndsWith("EMFILE (24); raise the limit of open files (ulimit -n)\n", output, StringComparison.Ordinal);
        Assert.Equal(125, status);
        Assert.Empty(_user.Left());
    }

    [Fact]
    public void As_many_arguments_and_variables_as_the_kernel_takes()
    {
        var (status, output) = _user.Host(
            "cd ws; user sh -c 'echo $#' x $(seq 90000); run -- sh -c 'echo $#' x $(seq 90000)");
        Assert.Equal((0, "90000\n90000\n"), (status, output));
    }

    [Fact]
    public void Many_runs_at_once_in_one_workspace_all_work_and_leave_nothing()
    {
        var (status, output) = _user.Host("""
            cd ws; run -- true
            for i in {1..8}; do
              ( for j in {1..15}; do run -- sh -c 'echo x 2>/dev/null > .envrc && echo UNCOVERED; ls -A | wc -l' || echo "failed: $?"; done ) &
            done | sort | uniq -c
            wait
            """);
        Assert.Equal(0, status);
        Assert.Matches("^ *120 [0-9]+\n$", output);
        Assert.Empty(_user.Left());
    }
}
