using Pinfold.Core.WindowsModel.Machine;
using Xunit;

namespace Pinfold.Core.Tests.Planning.Windows;

/// <summary>The plan on the simulated machine, attacked from inside.</summary>
public sealed class FenceClaimTests
{
    public static TheoryData<string> Names => [.. Claims.All.Keys];

    /// <summary>Where the approved text is not "nothing", there is a gap with a name: docs/security/windows.md.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void A_claim_holds_but_for_what_is_approved(string name)
    {
        string[] broken = [.. Claims.All[name](Fenced.ByPlan())];
        Approved.Verify(broken.Length == 0 ? "nothing" : string.Join('\n', broken), name.Replace(' ', '-').Replace("'", "", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Each_attempt_succeeds_where_there_is_no_fence(string name) => Assert.NotEmpty(Claims.All[name](Fenced.ByNothing()));

    /// <summary>What pinfold's levels, handles and placeholders are for: without them, the published design breaks these.</summary>
    [Fact]
    public void The_published_token_breaks_the_claims_that_are_listed() =>
        Approved.Verify(string.Join('\n', Claims.All.Select(claim => $"{claim.Key}: {Count([.. claim.Value(Fenced.ByReference())])}")), "published");

    [Fact]
    public void Every_spelling_leads_to_the_file_where_there_is_no_fence()
    {
        var fenced = Fenced.ByNothing();
        Assert.All(Spellings.Of(fenced.Machine, Scene.Workspace + @"\a long name.text"), path =>
            Assert.Equal(NtStatus.Success, fenced.Machine.Open(fenced.Target, path, 2, out _)));
    }

    private static string Count(string[] broken) => broken.Length == 0 ? "holds" : $"broken, for one: {broken[0]}";
}
