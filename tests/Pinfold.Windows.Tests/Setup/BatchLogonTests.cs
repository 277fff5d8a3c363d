using Pinfold.Core.Planning.Windows.Elevated;
using Pinfold.Core.WindowsModel;
using Pinfold.Windows.Native;
using Pinfold.Windows.Setup;
using Xunit;

namespace Pinfold.Windows.Tests.Setup;

/// <summary>Over rights in memory: the kernel and the local policy of Windows have not been asked.</summary>
public sealed class BatchLogonTests
{
    private const string Account = "PinfoldOffline";
    private static readonly Sid Own = Sid.Parse("S-1-5-21-1-2-3-1001"),
        Group = Sid.Parse("S-1-5-21-1-2-3-1002"), Stranger = Sid.Parse("S-1-5-21-1-2-3-1003");

    public static TheoryData<string, string> Groups => new()
    {
        { "S-1-1-0", "Everyone" }, { "S-1-5-32-545", "Users" }, { "S-1-5-11", "Authenticated Users" },
        { "S-1-5-3", "BATCH" }, { "S-1-5-113", "Local account" },
        { "S-1-5-21-1-2-3-513", "None" }, { "S-1-5-21-1-2-3-1001", Account }, { "S-1-5-21-1-2-3-1002", "Pinfold" },
    };

    [Theory]
    [MemberData(nameof(Groups))]
    public void A_denial_to_the_account_or_to_a_group_it_is_in_is_named_with_what_to_change(string sid, string name)
    {
        var found = Assert.Single(Find([Sid.Parse(sid)], [Own]));
        Assert.Equal($"SeDenyBatchLogonRight ('Deny log on as a batch job') is set for {name} ({sid}), so that {Account} cannot be logged on", found.What);
        Assert.StartsWith(
            $"take {name} out of 'Deny log on as a batch job' under Local Policies > User Rights Assignment: in secpol.msc, or",
            found.Fix, StringComparison.Ordinal);
    }

    [Fact]
    public void A_right_that_a_policy_took_away_is_named_unless_a_group_has_it()
    {
        var found = Assert.Single(Find([], [Stranger]));
        Assert.StartsWith($"{Account} ({Own}) has no SeBatchLogonRight ('Log on as a batch job')", found.What,
            StringComparison.Ordinal);
        Assert.StartsWith($"add {Account} to 'Log on as a batch job'", found.Fix, StringComparison.Ordinal);
        Assert.Empty(Find([], [Group]));
        Assert.Empty(Find([], [Own]));
    }

    [Fact]
    public void A_denial_to_others_is_none() =>
        Assert.Empty(Find([Stranger, WellKnownSids.Guests, WellKnownSids.Interactive], [Own]));

    [Fact]
    public void Before_the_account_is_made_denials_to_the_groups_of_each_account_are_told()
    {
        Assert.Empty(BatchLogon.Find(Account, null, [], _ => []));
        Assert.Single(BatchLogon.Find(Account, null, [], r => r == BatchLogon.Denial ? [WellKnownSids.Users] : []));
    }

    [Theory]
    [InlineData(1385, "ERROR_LOGON_TYPE_NOT_GRANTED (1385)")]
    [InlineData(1380, "ERROR_LOGON_NOT_GRANTED (1380)")]
    public void A_logon_that_the_rights_forbid_says_which_right_and_whose(int code, string named)
    {
        var failure = Failure(code);
        Assert.Contains(named, failure.Message, StringComparison.Ordinal);
        Assert.Contains("Users (S-1-5-32-545)",
            BatchLogon.Explain(failure, Account, () => Find([WellKnownSids.Users], [Own])), StringComparison.Ordinal);
        Assert.Contains("do not let PinfoldOffline log on as a batch job (an administrator has to look at",
            BatchLogon.Explain(failure, Account, () => []), StringComparison.Ordinal);
    }

    [Fact]
    public void Another_failure_of_a_logon_is_left_as_it_is() =>
        Assert.Equal("",
            BatchLogon.Explain(Failure(1326), Account, () => throw new InvalidOperationException("is not asked")));

    [Fact]
    public void The_right_is_the_one_that_setup_gives() =>
        Assert.Contains(BatchLogon.Right, AccountRights.All, StringComparer.Ordinal);

    private static NativeException Failure(int code) =>
        Assert.Throws<NativeException>(() => NativeException.CheckCode(code, "LsaLogonUser", Account));

    private static IEnumerable<Obstacle> Find(Sid[] denied, Sid[] allowed) =>
        BatchLogon.Find(Account, Own, [(Group, "Pinfold")], right => right == BatchLogon.Denial ? denied
            : right == BatchLogon.Right ? allowed
            : throw new ArgumentException(right));
}
