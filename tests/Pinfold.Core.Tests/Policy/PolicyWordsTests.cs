using Pinfold.Core.Enforcement;
using Pinfold.Core.Policy;
using Xunit;

namespace Pinfold.Core.Tests.Policy;

public sealed class PolicyWordsTests
{
    [Fact]
    public void Every_word_names_what_it_was_made_from()
    {
        Assert.All(Enum.GetValues<Profile>(),
            p => Assert.True(PolicyWords.TryProfile(PolicyWords.Of(p), out var read) && read == p));
        Assert.All(Enum.GetValues<NetworkMode>(),
            m => Assert.True(PolicyWords.TryMode(PolicyWords.Of(m), out var read) && read == m));
        Assert.Equal("allow ask deny", string.Join(' ', Enum.GetValues<Verdict>().Select(PolicyWords.Of)));
        Assert.Equal("handoffs", PolicyWords.Of(Control.Handoffs));
    }

    [Theory]
    [InlineData("")]
    [InlineData(null)]
    [InlineData("Read-Only")]
    [InlineData("full-access ")]
    public void Another_word_names_nothing(string? word) =>
        Assert.False(PolicyWords.TryProfile(word, out _) || PolicyWords.TryMode(word, out _));
}
