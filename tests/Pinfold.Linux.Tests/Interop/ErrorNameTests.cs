using Pinfold.Linux.Native;
using Xunit;

namespace Pinfold.Linux.Tests.Interop;

public sealed class ErrorNameTests
{
    // errno.h: EWOULDBLOCK and EDEADLOCK have the numbers of others
    private static readonly int[] Unassigned = [41, 58];

    [Fact]
    public void Every_error_of_the_kernel_is_called_by_its_name()
    {
        var numbers = Enumerable.Range(1, 133).Except(Unassigned);
        Assert.DoesNotContain(numbers, n => LinuxException.Symbol(n).StartsWith("errno", StringComparison.Ordinal));
        // sockets that a kernel has not
        Assert.Equal(("EPROTONOSUPPORT", "ESOCKTNOSUPPORT"), (LinuxException.Symbol(93), LinuxException.Symbol(94)));
    }
}
