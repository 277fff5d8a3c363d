using Xunit;

namespace Pinfold.Linux.Tests.Hosts;

/// <summary>
/// <c>kill -9</c> of the program, of its launcher, of the sandbox's first process, in a moment that differs each time:
/// no process, name or mount is left, and what the command wrote is audited before anything else runs.
/// </summary>
public sealed class KillTests : IDisposable
{
    private const string Plants =
        "(setsid sleep 1000 &); mkdir -p sub/.idea; echo x > sub/.idea/x; sleep 1000 & (setsid setsid sleep 1000 &); wait";
    private readonly Resident _user = new();

    public void Dispose() => _user.Dispose();

    [Theory]
    [InlineData("echo $1")]
    [InlineData("pgrep -P $1")]
    [InlineData("pgrep -P $(pgrep -P $1)")]
    public void One_of_the_processes(string victim)
    {
        Resident.NeedsRoot();
        var (status, output) = _user.Host($$"""
            victim() { {{victim}}; }
            cd ws; run -- true || exit
            for i in {1..50}; do
              start -- sh -c '{{Plants}}' > /dev/null 2>&1 &
              for ((n = 0; n < i * 400; n++)); do :; done
              until v=$(victim $! 2>/dev/null) && [ -n "$v" ]; do kill -0 $! 2>/dev/null || break; done
              kill -9 $v 2>/dev/null
              wait $! 2>/dev/null
              alone
              ls -A | grep -vx sub
            done
            run -- true > ../said 2>&1 || cat ../said
            [ $(find ../.local/state/pinfold -name x | wc -l) -ge 3 ] || echo 'few commands had run'
            find . -name .idea -o -type d -empty -perm 1555
            grep {{_user.Workspace}} /proc/mounts
            exit 0
            """);
        Assert.Equal((0, ""), (status, WithoutJobs(output)));
    }

    [Fact]
    public void The_program_and_its_launcher_at_once()
    {
        Resident.NeedsRoot();
        var (status, output) = _user.Host($$"""
            cd ws; run -- true || exit
            for i in {1..40}; do
              start -- sh -c '{{Plants}}' > /dev/null 2>&1 &
              for ((n = 0; n < i * 500; n++)); do :; done
              kill -STOP $!
              kill -9 $! $(pgrep -P $!) 2>/dev/null
              wait $! 2>/dev/null
              alone
            done
            run -- true > ../said 2>&1 || cat ../said
            [ $(find ../.local/state/pinfold -name x | wc -l) -ge 3 ] || echo 'few commands had run'
            find . -name .idea -o -type d -empty -perm 1555
            exit 0
            """);
        Assert.Equal((0, ""), (status, WithoutJobs(output)));
        Assert.Equal("sub", _user.Left());
    }

    [Fact]
    public void The_program_at_each_of_its_system_calls()
    {
        Resident.NeedsRoot();
        var (status, output) = _user.Host($$"""
            cd ws; run -- true || exit
            user strace -o {{_user.Home}}/trace {{_user.Home}}/program/pinfold run -- sh -c 'mkdir -p sub/.idea; echo x > sub/.idea/x' > ../said 2>&1 || cat ../said
            sed -nE 's/^([a-z0-9_]+)\(.*/\1/p' ../trace | awk '{ print $1 ":" ++n[$1] }' > ../calls
            [ $(wc -l < ../calls) -gt 100 ] || echo "few calls: $(wc -l < ../calls)"
            step=$(( $(wc -l < ../calls) / 150 + 1 ))
            for call in $(awk "NR % $step == 0" ../calls); do
              user strace -o /dev/null -e inject=${call%:*}:signal=KILL:when=${call#*:} {{_user.Home}}/program/pinfold run -- sh -c 'mkdir -p sub/.idea; echo x > sub/.idea/x' > ../said 2>&1
              alone
              ls -A | grep -vx sub | sed "s/^/$call left /"
            done
            run -- true > ../said 2>&1 || cat ../said
            find . -name .idea
            run -- sh -c 'echo fine'
            """);
        Assert.Equal((0, "fine\n"), (status, WithoutJobs(output)));
    }

    [Fact]
    public void The_program_at_each_call_between_a_notes_making_and_its_name_and_the_next_command_removes_what_is_left()
    {
        Resident.NeedsRoot();
        var (status, output) = _user.Host($$"""
            cd ws; run -- true || exit
            user strace -o {{_user.Home}}/trace {{_user.Home}}/program/pinfold run -- true > ../said 2>&1 || cat ../said
            grep -E '^[a-z0-9_]+\(' ../trace | awk -F'(' '{ n[$1]++ } /\/new-owed-/ { on = !done } on { print $1 ":" n[$1] } /^rename.*\/new-owed-/ { on = 0; done = 1 }' > ../calls
            [ $(wc -l < ../calls) -ge 4 ] || echo "few calls: $(cat ../calls)"
            left=0
            for call in $(cat ../calls); do
              user strace -o /dev/null -e inject=${call%:*}:signal=KILL:when=${call#*:} {{_user.Home}}/program/pinfold run -- true > ../said 2>&1 && echo "$call: not killed"
              alone
              left=$((left + $(find ../.local/state/pinfold -name 'new-*' | wc -l)))
              run -- true > ../said 2>&1 || cat ../said
              find ../.local/state/pinfold -name 'new-*' | sed "s/^/$call: /"
            done
            [ $left -ge 2 ] || echo "few were left: $left"
            """);
        Assert.Equal((0, ""), (status, WithoutJobs(output)));
    }

    /// <summary>Without what bash says about background jobs that were killed.</summary>
    private static string WithoutJobs(string output) =>
        string.Concat(output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Where(l => !l.Contains("Killed", StringComparison.Ordinal)).Select(l => l + "\n"));
}
