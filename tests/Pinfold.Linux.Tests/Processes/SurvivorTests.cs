using System.Globalization;
using Xunit;

namespace Pinfold.Linux.Tests.Processes;

/// <summary>A thousand trees that fork, fork twice and leave their session: none has a survivor.</summary>
public sealed class SurvivorTests : IDisposable
{
    private const int Runs = 1000;
    private const uint OrdinaryUser = 54321; // no account is needed
    private readonly Fence _fence = new(Directory.CreateTempSubdirectory("pinfold-test-").FullName);
    private readonly string _mark = "8" + System.Security.Cryptography.RandomNumberGenerator.GetInt32(100_000_000,
        999_999_999).ToString(CultureInfo.InvariantCulture);

    public void Dispose() => _fence.Dispose();

    [Fact]
    public void As_the_user_of_this_test() => RunAll("");

    [Fact]
    public void As_an_ordinary_user_when_the_test_is_root()
    {
        if (Native.Libc.GetUid() == 0)
            RunAll($"setpriv --reuid {OrdinaryUser} --regid {OrdinaryUser} --clear-groups", OrdinaryUser);
    }

    private void RunAll(string prefix, uint? user = null)
    {
        var tree = $"(setsid sleep {_mark} &); sleep {_mark} & (setsid sh -c '(sleep {_mark} &); exec sleep {_mark}' &); exit 7";
        var plan = PlanFile.Write(_fence, ["/bin/sh", "-c", tree], user: user);
        var launcher = PlanFile.Program(_fence.Folder);
        var (status, output) = PlanFile.Host($"""
            chmod 755 {_fence.Folder} {launcher}; chmod 644 {plan}
            {(user is null ? "" : $"chown {user}:{user} {_fence.Workspace}")}
            {prefix} sh -c 'i=0; while [ $i -lt {Runs} ]; do {launcher} 3<{plan} 4>>{_fence.Workspace}/status </dev/null >/dev/null 2>&1 || exit 1; i=$((i+1)); done'
            echo $?
            pgrep -xf 'sleep {_mark}'
            od -An -v -w16 -tu4 {_fence.Workspace}/status | tr -s ' ' | sed -E 's/^( 7 0 )[0-9]+/\1PID/' | sort | uniq -c | tr -s ' '
            """);
        Assert.Equal(0, status);
        // Each run: process 1 started (7), the plan was applied (5), the command ended (3) with exit status 7, all is
        // settled (12).
        Assert.Equal($"0\n {Runs} 12 0 0 0\n {Runs} 3 0 {7 << 8} 0\n {Runs} 5 0 0 0\n {Runs} 7 0 PID 0\n", output);
    }
}
