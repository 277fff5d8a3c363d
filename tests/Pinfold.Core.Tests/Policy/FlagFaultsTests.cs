using Pinfold.Core.Policy;
using Xunit;

namespace Pinfold.Core.Tests.Policy;

public sealed class FlagFaultsTests
{
    [Fact]
    public void Flags_are_checked_by_themselves_and_all_at_once()
    {
        var flags = new PolicyFlags
        {
            Accept = ["wrties"], Allow = ["nothing"],
            KeepEnvironment = ["A B"], Write = ["/not/here"], Unprotect = [".x"],
        };
        var told = FlagFaults.Of(flags).Select(f => f.Origin.Source).Order(StringComparer.Ordinal);
        Assert.Equal("--accept --allow --keep-env", string.Join(' ', told));
        Assert.Empty(FlagFaults.Of(new PolicyFlags { Accept = ["writes"], Allow = ["example.org:443"] }));
    }
}
