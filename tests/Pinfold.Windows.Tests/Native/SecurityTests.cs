using Pinfold.Core.WindowsModel;
using Pinfold.Windows.Native;
using Xunit;

namespace Pinfold.Windows.Tests.Native;

/// <summary>
/// Level of evidence: Wine, which keeps the lists of kernel objects as they are given; those of files it does not keep.
/// </summary>
public sealed class SecurityTests
{
    [WindowsFact]
    public void A_descriptor_that_does_not_parse_is_an_error_of_that_object_as_those_of_the_disk_are()
    {
        using var job = Kernel32.CreateJob();
        var list = new Acl(new Ace(AceType.Allowed, 0x1F003F, WellKnownSids.Everyone)); // JOB_OBJECT_ALL_ACCESS
        Advapi32.SetSecurity(job, Advapi32.DACL_SECURITY_INFORMATION, new SecurityDescriptor().WithDacl(list));
        Assert.Equal(list, Advapi32.Security(job, Advapi32.DACL_SECURITY_INFORMATION).Dacl);

        // ACL_REVISION3 (winnt.h): Windows takes revisions from 2 to 4.
        Advapi32.SetSecurity(job, Advapi32.DACL_SECURITY_INFORMATION,
            new SecurityDescriptor().WithDacl(list with { Revision = 3 }));
        var error = Assert.Throws<NativeException>(
            () => Advapi32.Security(job, Advapi32.DACL_SECURITY_INFORMATION, "it"));
        Assert.Equal(Kernel32.ERROR_INVALID_SECURITY_DESCR, error.Code);
        Assert.Contains("revision is 3", error.Message, StringComparison.Ordinal);
    }
}
