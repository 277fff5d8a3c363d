namespace Pinfold.Core.WindowsModel.Access;

/// <summary>Asks the entries of a DACL in order, for the SIDs of one pass.</summary>
internal static class DaclWalk
{
    /// <summary>True when all of <paramref name="remaining"/> is allowed before any of it is denied.</summary>
    internal static bool Grants<TLog>(in Request<TLog> request, Acl dacl, AccessMask remaining, AccessPass pass)
        where TLog : struct, IDecisionLog
    {
        var (allow, deny) = Bits(pass);
        ConditionEvaluator? conditions = null;
        var aces = dacl.Aces.AsSpan();
        for (var i = 0; i < aces.Length; i++)
        {
            var ace = aces[i];
            if (!remaining.Overlaps(ace.Mask) || !ace.IsEffective) continue;
            var match = request.Match(ace.Sid);
            if (Allows(request, ace, match & allow, pass, ref conditions))
            {
                request.Log.Add(remaining & ace.Mask, true, DecidedBy.Entry, pass, i, ace);
                remaining = remaining.Without(ace.Mask);
                if (remaining.IsEmpty) return true;
            }
            else if (Denies(request, ace, match & deny, pass, ref conditions))
            {
                request.Log.Add(remaining & ace.Mask, false, DecidedBy.Entry, pass, i, ace);
                return false;
            }
        }

        request.Log.Add(remaining, false, DecidedBy.NoEntry, pass);
        return false;
    }

    /// <summary>
    /// All that is allowed before it is denied. In order, as the kernel has it and as single requests come out; MS-DTYP
    /// 2.5.3.2 takes away what any entry denies, wherever it stands.
    /// </summary>
    internal static AccessMask Maximum<TLog>(in Request<TLog> request, Acl dacl, AccessPass pass)
        where TLog : struct, IDecisionLog
    {
        var (allow, deny) = Bits(pass);
        ConditionEvaluator? conditions = null;
        AccessMask granted = default, denied = default;
        var aces = dacl.Aces.AsSpan();
        for (var i = 0; i < aces.Length; i++)
        {
            var ace = aces[i];
            var open = ace.Mask.Without(granted | denied);
            if (open.IsEmpty || !ace.IsEffective) continue;
            var match = request.Match(ace.Sid);
            if (Allows(request, ace, match & allow, pass, ref conditions))
            {
                request.Log.Add(open, true, DecidedBy.Entry, pass, i, ace);
                granted |= open;
            }
            else if (Denies(request, ace, match & deny, pass, ref conditions))
            {
                request.Log.Add(open, false, DecidedBy.Entry, pass, i, ace);
                denied |= open;
            }
        }

        return granted;
    }

    /// <summary>Which matches count. Entries that deny mean nothing to packages and capabilities.</summary>
    private static (SidMatch Allow, SidMatch Deny) Bits(AccessPass pass) => pass switch
    {
        AccessPass.Normal => (SidMatch.Allow, SidMatch.Deny),
        AccessPass.Restricted => (SidMatch.Restricting, SidMatch.Restricting),
        _ => (SidMatch.Capability, SidMatch.None),
    };

    private static bool Allows<TLog>(in Request<TLog> request, Ace ace, SidMatch match, AccessPass pass,
        ref ConditionEvaluator? conditions)
        where TLog : struct, IDecisionLog => ace.Type switch
    {
        AceType.Allowed => match != SidMatch.None,
        AceType.AllowedObject => match != SidMatch.None && ace.ObjectType is null,
        AceType.AllowedCallback => match != SidMatch.None && Evaluate(request, ace, pass, ref conditions) == Truth.True,
        AceType.AllowedCallbackObject => match != SidMatch.None && ace.ObjectType is null
            && Evaluate(request, ace, pass, ref conditions) == Truth.True,
        _ => false,
    };

    /// <summary>
    /// Without an object type list an entry about a property denies for the whole object, and allows nothing.
    /// </summary>
    private static bool Denies<TLog>(in Request<TLog> request, Ace ace, SidMatch match, AccessPass pass,
        ref ConditionEvaluator? conditions)
        where TLog : struct, IDecisionLog => ace.Type switch
    {
        AceType.Denied or AceType.DeniedObject => match != SidMatch.None,
        AceType.DeniedCallback or AceType.DeniedCallbackObject =>
            match != SidMatch.None && Evaluate(request, ace, pass, ref conditions) != Truth.False,
        _ => false,
    };

    /// <summary>Only a list with a condition needs an evaluator.</summary>
    private static Truth Evaluate<TLog>(in Request<TLog> request, Ace ace, AccessPass pass,
        ref ConditionEvaluator? conditions)
        where TLog : struct, IDecisionLog =>
        (conditions ??= new(request.Token, request.Descriptor.Sacl)).Evaluate(ace, pass);
}
