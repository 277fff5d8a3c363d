using Microsoft.Win32;
using Pinfold.Core.Planning.Windows.Elevated;
using Pinfold.Windows.Setup;
using Xunit;

namespace Pinfold.Windows.Tests.Setup;

/// <summary>Level of evidence: calls, under Wine, which has few accounts, no rights and no filters.</summary>
public sealed class HostSurveyTests
{
    [WindowsFact]
    public void Nothing_differs_until_something_is_changed_and_that_is_named()
    {
        var before = HostSurvey.Take();
        Assert.Empty(HostSurvey.Take().Differences(before));
        Assert.Contains(before.Lines.Keys,
            k => k.StartsWith(@"key SYSTEM\CurrentControlSet\Services\", StringComparison.Ordinal));
        Assert.SkipUnless(WineVersion.Current is not null || Environment.IsPrivilegedProcess, "needs an administrator");
        var name = $@"SYSTEM\CurrentControlSet\Services\PinfoldTest{Guid.NewGuid():N}";
        Registry.LocalMachine.CreateSubKey(name).Dispose();
        try
        {
            Assert.Contains(name, Assert.Single(HostSurvey.Take().Differences(before)), StringComparison.Ordinal);
        }
        finally
        {
            Registry.LocalMachine.DeleteSubKey(name);
        }
    }

    [WindowsFact]
    public void A_ledger_in_a_folder_that_an_ordinary_user_made_is_not_read()
    {
        var folder = Directory.CreateTempSubdirectory("pinfold-planted-").FullName;
        try
        {
            File.WriteAllText($@"{folder}\ledger", "");
            Assert.SkipWhen(Environment.IsPrivilegedProcess && WineVersion.Current is null,
                "an administrator's folder is trusted");
            Assert.Contains("remove it",
                Assert.Throws<SetupException>(() => SetupLedger.Open(folder, create: true)).Message,
                StringComparison.Ordinal);
            Assert.Throws<SetupException>(() => SecuredFolder.Make(folder, WindowsSetup.ProgramSddl));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
