using Pinfold.Core.Protocol;
using Xunit;

namespace Pinfold.Core.Tests.Protocol;

public sealed class ClientPlacesTests
{
    [Fact]
    public void One_user_never_takes_the_places_of_another_and_gets_one_back_for_each_that_is_given_back()
    {
        var places = new ClientPlaces<uint>();
        for (var i = 0; i < ClientPlaces<uint>.MostOfOneUser; i++) Assert.True(places.TryEnter(1));
        Assert.False(places.TryEnter(1));
        Assert.True(places.TryEnter(2));
        places.Leave(2);
        places.Leave(1);
        Assert.True(places.TryEnter(1));
        Assert.False(places.TryEnter(1));
    }

    [Fact]
    public void Several_users_have_room_beside_one_that_takes_all_it_may() =>
        Assert.True(ClientPlaces<uint>.Most >= 4 * ClientPlaces<uint>.MostOfOneUser);
}
