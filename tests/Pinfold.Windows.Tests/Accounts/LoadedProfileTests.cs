using System.Diagnostics;
using Xunit;

namespace Pinfold.Windows.Tests.Accounts;

/// <summary>
/// The control of the check that the workflow makes inside an elevated command: an ordinary process of the user, whose
/// profile is loaded, passes it.
/// </summary>
public sealed class LoadedProfileTests
{
    [WindowsFact]
    public void Outside_of_a_fence_the_users_hive_DPAPI_and_Schannel_work()
    {
        using var process = Process.Start(new ProcessStartInfo(Inside.Program, ["--inside", "profile"])
            { UseShellExecute = false, RedirectStandardOutput = true })!;
        Assert.Equal("hive: works|dpapi: works|schannel: works|",
            process.StandardOutput.ReadToEnd().ReplaceLineEndings("|"));
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
    }
}
