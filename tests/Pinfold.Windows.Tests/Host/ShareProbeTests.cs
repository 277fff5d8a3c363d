using Microsoft.Win32;
using Pinfold.Core.Paths;
using Pinfold.Core.WindowsModel;
using Pinfold.Windows.Host;
using Xunit;

namespace Pinfold.Windows.Tests.Host;

/// <summary>Level of evidence: Wine's registry, with a key in the form that is published for the server's.</summary>
public sealed class ShareProbeTests
{
    private static readonly SecurityDescriptor Everyone = SecurityDescriptor.Parse("O:BAG:SYD:(A;;0x1200a9;;;WD)");

    [WindowsFact]
    public void Folders_that_are_shared_are_found_printers_are_none_and_what_leads_nowhere_is_told()
    {
        var place = $@"Software\pinfold-test-{Guid.NewGuid():n}";
        try
        {
            using (var key = Registry.CurrentUser.CreateSubKey(place))
            {
                key.SetValue("docs", new[]
                {
                    "CSCFlags=0", "MaxUses=4294967295", @"Path=C:\Users\me\Documents",
                    "Permissions=0", "ShareName=docs", "Type=0"
                });
                key.SetValue("whole", new[] { @"Path=D:\", "Type=0" });
                key.SetValue("printer", new[] { "Path=Office,LocalsplOnly", "Type=1" });
                key.SetValue("odd", new[] { "Type=0" });
                key.SetValue("bytes", new byte[] { 1 });
                using var security = key.CreateSubKey("Security");
                security.SetValue("docs", Everyone.ToBytes());
                security.SetValue("whole", new byte[] { 1, 0, 4, 128 });
            }

            var (shares, gaps) = ShareProbe.Of(Registry.CurrentUser, place);
            Assert.Equal([new("docs", WindowsPath.Parse(@"C:\Users\me\Documents")) { Descriptor = Everyone },
                new("whole", WindowsPath.Parse(@"D:\"))],
                shares.OrderBy(s => s.Name, StringComparer.Ordinal));
            Assert.Equal(
                [@"\\localhost\bytes leads to what cannot be told", @"\\localhost\odd leads to what cannot be told"],
                gaps.Order(StringComparer.Ordinal), StringComparer.Ordinal);
        }
        finally
        {
            Registry.CurrentUser.DeleteSubKeyTree(place, throwOnMissingSubKey: false);
        }
    }

    [WindowsFact]
    public void A_key_that_is_missing_is_a_gap() =>
        Assert.Equal(["shares of this computer cannot be listed: their key is missing"],
            ShareProbe.Of(Registry.CurrentUser, @"Software\pinfold-test-none").Gaps, StringComparer.Ordinal);

    [RealWindowsFact("has no server")]
    public void The_servers_own_key_is_where_it_is_looked_for() =>
        Assert.Empty(ShareProbe.Of(Registry.LocalMachine, ShareProbe.Server).Gaps);
}
