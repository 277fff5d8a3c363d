using Xunit;

namespace Pinfold.Linux.Tests.Workspace;

/// <summary>The tests of this folder once more, as a user without privileges. Needs root, to make that user.</summary>
public sealed class OrdinaryUserTests
{
    [Fact]
    public void An_ordinary_user_gets_the_same()
    {
        if (Environment.UserName != "root") return; // this is that run, or the developer's own
        var user = "pf" + Guid.NewGuid().ToString("n")[..12];
        Host.Shell("/", $"useradd --create-home {user}");
        try
        {
            var output = Host.Shell("/", $"""
                cp -r {AppContext.BaseDirectory} /home/{user}/tests && chown -R {user}: /home/{user} && cd /home/{user}/tests
                setpriv --reuid {user} --regid {user} --init-groups --reset-env env DOTNET_ROOT={DotnetRoot} \
                  ./Pinfold.Linux.Tests -class Pinfold.Linux.Tests.Workspace.AuditTests -class Pinfold.Linux.Tests.Workspace.GitTests -noLogo 2>&1 || true
                """);
            Assert.Contains("Failed: 0", output, StringComparison.Ordinal);
            Assert.DoesNotContain("Total: 0", output, StringComparison.Ordinal);
        }
        finally
        {
            Host.Shell("/", $"userdel --remove {user}");
        }
    }

    private static string DotnetRoot => Path.GetDirectoryName(Path.GetDirectoryName(Path.GetDirectoryName(
        System.Runtime.InteropServices.RuntimeEnvironment.GetRuntimeDirectory().TrimEnd('/'))))!;
}
