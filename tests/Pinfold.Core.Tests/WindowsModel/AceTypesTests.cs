using Pinfold.Core.WindowsModel;
using Xunit;

namespace Pinfold.Core.Tests.WindowsModel;

public sealed class AceTypesTests
{
    [Fact]
    public void A_type_is_known_when_it_has_a_name()
    {
        for (var value = 0; value <= byte.MaxValue; value++) Assert.Equal(Enum.IsDefined((AceType)value), AceTypes.IsKnown((AceType)value));
    }

    [Fact]
    public void Types_are_what_their_names_say() => Assert.All(Enum.GetValues<AceType>(), type =>
    {
        var name = type.ToString();
        Assert.Equal(name.Contains("Object", StringComparison.Ordinal), AceTypes.IsObject(type));
        Assert.Equal(name.Contains("Callback", StringComparison.Ordinal) || type == AceType.AccessFilter, AceTypes.IsCallback(type));
        Assert.Equal(name.StartsWith("Allowed", StringComparison.Ordinal), AceTypes.IsAllow(type));
        Assert.Equal(name.StartsWith("Denied", StringComparison.Ordinal), AceTypes.IsDeny(type));
    });
}
