using System.Net;
using Pinfold.Linux.Network;
using Xunit;

namespace Pinfold.Linux.Tests.Network;

public sealed class LocalRouteTests
{
    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("127.9.9.9")]
    [InlineData("::1")]
    public void An_address_of_this_machine_leads_here(string address) =>
        Assert.True(LocalRoute.LeadsTo(IPAddress.Parse(address)));

    [Theory]
    [InlineData("192.0.2.1")]
    [InlineData("8.8.8.8")]
    [InlineData("2001:db8::1")]
    public void Another_does_not_whether_a_way_leads_there_or_not(string address) =>
        Assert.False(LocalRoute.LeadsTo(IPAddress.Parse(address)));
}
