using System.Collections.Immutable;
using System.Globalization;
using CsCheck;
using Pinfold.Core.WindowsModel;
using Pinfold.Core.WindowsModel.Access;
using Pinfold.Core.WindowsModel.Conditions;
using Xunit;

namespace Pinfold.Core.Tests.WindowsModel.Access;

public sealed class RelationTests
{
    private static readonly Gen<object> Value = Gens.Of<object>(
        0L, 1L, 2L, -1L, 0UL, 1UL, ulong.MaxValue, true, false, "",
        "a", "A", "1", "b", WellKnownSids.Users, WellKnownSids.Everyone,
        ImmutableArray.Create<byte>(1), ImmutableArray.Create<byte>(1, 2));

    private static readonly Gen<ImmutableArray<object>> Values = Gen.OneOf(
        Value.Array[0, 3],
        Gens.Of<object>(0L, 1L, 2L, true, 1UL).Array[0, 4],
        Gens.Of<object>("a", "A", "b", "B").Array[0, 4]).Select(v => v.ToImmutableArray());

    private static readonly Gen<ConditionOperator> Operator = Gens.Of(
        ConditionOperator.Equal, ConditionOperator.NotEqual, ConditionOperator.Less, ConditionOperator.LessOrEqual,
        ConditionOperator.Greater, ConditionOperator.GreaterOrEqual,
        ConditionOperator.Contains, ConditionOperator.NotContains,
        ConditionOperator.AnyOf, ConditionOperator.NotAnyOf);

    [Fact]
    public void A_relation_comes_to_what_comparing_every_value_with_every_other_comes_to() =>
        Gen.Select(Operator, Values, Values, Gen.Bool).Sample((op, left, right, byCase) =>
            PairByPair.Compare(op, left, right, byCase)
                == AttributeComparison.Compare(op, new(left, byCase), new(right)),
            iter: 20_000);

    [Fact]
    public async Task A_full_descriptor_is_checked_in_seconds()
    {
        // The most that fits: lists of 65,535 bytes. Compared pair by pair these are some 10^11 comparisons.
        var values = Enumerable.Range(0, 2700).Select(i => (object)(long)i).ToImmutableArray();
        var sacl = new Acl(Attribute("a", values), Attribute("b", values));
        var relations = Enumerable.Repeat("@Resource.a == @Resource.b", 120).ToArray();
        var condition = ConditionalExpression.Parse(string.Join(" && ", relations));
        var dacl = new Acl(
            (ImmutableArray<Ace>)[.. Enumerable.Repeat(new Ace(AceType.DeniedCallback, 1, WellKnownSids.Everyone)
            {
                ApplicationData = ConditionalExpression.Parse($"!({condition.ToSddl()})").ToBytes(),
            }, 30), new Ace(AceType.Allowed, 1, WellKnownSids.Everyone)]);
        var descriptor = SecurityDescriptor.Read(new SecurityDescriptor().WithSacl(sacl).WithDacl(dacl).ToBytes());
        var check = Task.Run(() => AccessCheck.Check(Tokens.User, descriptor, 1, SecurableType.File.Mapping).IsGranted,
            TestContext.Current.CancellationToken);
        Assert.True(await check.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken));
    }

    [Fact]
    public void Attributes_are_read_once_however_often_they_are_named()
    {
        var values = Enumerable.Range(0, 1000).Select(i => (object)(long)i).ToImmutableArray();
        var sacl = new Acl(Attribute("a", values));
        Assert.InRange(Cost(100), 0, 2 * Cost(1) + 1_000_000);

        long Cost(int relations)
        {
            var condition = ConditionalExpression.Parse(
                string.Join(" && ", Enumerable.Repeat("@Resource.a == 1", relations)));
            var before = GC.GetAllocatedBytesForCurrentThread();
            Assert.Equal(Truth.False, new ConditionEvaluator(Tokens.User, sacl).Evaluate(condition, SidMatch.Allow));
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }
    }

    [Fact]
    public void Values_whose_hashes_are_chosen_to_collide_cost_no_more()
    {
        // A long's own hash is its halves, one xor the other: all of these have the same.
        var values = Enumerable.Range(0, 5000).Select(i => (object)((long)i << 32 | (uint)i)).ToImmutableArray();
        var set = new ValueSet(values).Distinct(byCase: true);
        Assert.Equal(5000, set.Count);
        Assert.Contains(((long)values[4999]).ToString(CultureInfo.InvariantCulture), set);
    }

    private static Ace Attribute(string name, ImmutableArray<object> values) =>
        new(AceType.ResourceAttribute, 0, WellKnownSids.Everyone)
        {
            ApplicationData = new SecurityAttribute(name, AttributeType.Int64, values).ToBytes(),
        };
}
