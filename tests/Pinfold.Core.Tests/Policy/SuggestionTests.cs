using Pinfold.Core.Policy;
using Xunit;

namespace Pinfold.Core.Tests.Policy;

public sealed class SuggestionTests
{
    [Theory]
    [InlineData("rnu", "run")]
    [InlineData("raed", "read")]
    [InlineData("--netwrok", "--network")]
    [InlineData("--profil", "--profile")]
    [InlineData("RUN", "run")]
    [InlineData("zzz", null)]
    [InlineData("", null)]
    public void The_nearest_word_is_named_when_it_is_near(string word, string? nearest) =>
        Assert.Equal(nearest,
            Suggestion.Nearest(word, ["run", "read", "write", "--network", "--profile", "--no-such"]));
}
