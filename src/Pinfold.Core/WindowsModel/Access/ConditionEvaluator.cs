using System.Collections.Immutable;
using Pinfold.Core.WindowsModel.Conditions;

namespace Pinfold.Core.WindowsModel.Access;

/// <summary>
/// EvaluateAceCondition (MS-DTYP 2.5.3.1.5), for the entries of one pass. An error anywhere makes the whole condition
/// unknown.
/// </summary>
/// <param name="token">Whose SIDs and claims are asked.</param>
/// <param name="sacl">Where resource attributes are.</param>
internal sealed class ConditionEvaluator(Token token, Acl? sacl)
{
    private readonly AttributeTable _attributes = new(token, sacl);

    /// <summary>What was found about two attributes: a list can ask the same of them thousands of times.</summary>
    private readonly Dictionary<(ConditionOperator Operator, ValueSet Left, ValueSet Right), bool?> _compared = [];

    private SidMatch _match;
    private bool _failed;

    /// <summary>The condition of <paramref name="ace"/>; unknown where there is none, or it cannot be read.</summary>
    internal Truth Evaluate(Ace ace, AccessPass pass)
    {
        // The sources do not say which SIDs Member_of asks for in the other passes: those of the pass is the reading in
        // which an entry means the same.
        var match = pass switch
        {
            AccessPass.Restricted => SidMatch.Restricting,
            AccessPass.AppContainer => SidMatch.Allow | SidMatch.Capability,
            _ => AceTypes.IsAllow(ace.Type) ? SidMatch.Allow : SidMatch.Deny,
        };
        try
        {
            return ace.ReadCondition() is { } condition ? Evaluate(condition, match) : Truth.Unknown;
        }
        catch (SecurityFormatException)
        {
            return Truth.Unknown;
        }
    }

    /// <param name="condition">What is asked.</param>
    /// <param name="match">What a SID of the token must match to count as membership.</param>
    internal Truth Evaluate(ConditionalExpression condition, SidMatch match)
    {
        (_match, _failed) = (match, false);
        var truth = Logical(condition.Root);
        return _failed ? Truth.Unknown : truth;
    }

    private Truth Logical(ConditionNode node) => node switch
    {
        ConditionNode.Attribute attribute => OfAttribute(Find(attribute)),
        ConditionNode.Unary { Operator: ConditionOperator.Not } not => Not(Logical(not.Operand)),
        ConditionNode.Unary { Operator: ConditionOperator.Exists, Operand: ConditionNode.Attribute a } =>
            Of(Find(a) is not null),
        ConditionNode.Unary { Operator: ConditionOperator.NotExists, Operand: ConditionNode.Attribute a } =>
            Of(Find(a) is null),
        ConditionNode.Unary unary => Membership(unary),
        ConditionNode.Binary { Operator: ConditionOperator.And } and => And(Logical(and.Left), Logical(and.Right)),
        ConditionNode.Binary { Operator: ConditionOperator.Or } or =>
            Not(And(Not(Logical(or.Left)), Not(Logical(or.Right)))),
        ConditionNode.Binary binary => Relation(binary),
        _ => Fail(),
    };

    private Truth OfAttribute(ValueSet? attribute) => attribute switch
    {
        null => Truth.Unknown,
        { Values: [long value] } => Of(value != 0),
        { Values: [ulong value] } => Of(value != 0),
        { Values: [bool value] } => Of(value),
        { Values: [string value] } => Of(value.Length > 0),
        _ => Fail(),
    };

    private Truth Membership(ConditionNode.Unary unary)
    {
        ImmutableArray<ConditionNode> operands = unary.Operand is ConditionNode.Composite composite
            ? composite.Items
            : [unary.Operand];
        var sids = operands.OfType<ConditionNode.SidLiteral>().Select(s => s.Value);
        return unary.Operator switch
        {
            ConditionOperator.MemberOf => Of(sids.All(InToken)),
            ConditionOperator.MemberOfAny => Of(sids.Any(InToken)),
            ConditionOperator.DeviceMemberOf => Of(sids.All(InDevice)),
            ConditionOperator.DeviceMemberOfAny => Of(sids.Any(InDevice)),
            ConditionOperator.NotMemberOf => Of(!sids.All(InToken)),
            ConditionOperator.NotMemberOfAny => Of(!sids.Any(InToken)),
            ConditionOperator.NotDeviceMemberOf => Of(!sids.All(InDevice)),
            _ => Of(!sids.Any(InDevice)),
        };

        bool InToken(Sid sid) => (token.Table.Find(sid) & _match) != SidMatch.None;
        bool InDevice(Sid sid) => token.DeviceSids.Contains(sid);
    }

    private Truth Relation(ConditionNode.Binary binary)
    {
        var left = Find((ConditionNode.Attribute)binary.Left);
        var attribute = binary.Right as ConditionNode.Attribute;
        var right = attribute is null ? new(Literals(binary.Right)) : Find(attribute);
        if (left is null || right is null) return Truth.Unknown;
        var key = (binary.Operator, left, right);
        if (!_compared.TryGetValue(key, out var holds))
        {
            holds = AttributeComparison.Compare(binary.Operator, left, right);
            if (attribute is not null) _compared[key] = holds;
        }

        return holds is { } known ? Of(known) : Fail();
    }

    private static ImmutableArray<object> Literals(ConditionNode node) => node switch
    {
        ConditionNode.Composite composite => [.. composite.Items.SelectMany(i => Literals(i))],
        ConditionNode.Text text => [text.Value],
        ConditionNode.Octets octets => [octets.Value],
        ConditionNode.SidLiteral sid => [sid.Value],

        // The sign that was written overrides that of the 64 bits; none is positive.
        ConditionNode.Integer { Sign: IntegerSign.Minus, Value: > 0 } integer => [-integer.Value],
        ConditionNode.Integer { Sign: not IntegerSign.Minus, Value: < 0 } integer => [unchecked((ulong)-integer.Value)],
        ConditionNode.Integer integer => [integer.Value],
        _ => [],
    };

    private ValueSet? Find(ConditionNode.Attribute attribute)
    {
        if (!_attributes.TryFind(attribute, out var found)) _failed = true;
        return found;
    }

    private Truth Fail()
    {
        _failed = true;
        return Truth.Unknown;
    }

    private static Truth Of(bool value) => value ? Truth.True : Truth.False;

    private static Truth Not(Truth truth) =>
        truth switch { Truth.True => Truth.False, Truth.False => Truth.True, _ => Truth.Unknown };

    private static Truth And(Truth left, Truth right) =>
        left == Truth.False || right == Truth.False ? Truth.False
            : left == Truth.True && right == Truth.True ? Truth.True
            : Truth.Unknown;
}
