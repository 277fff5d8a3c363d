using Pinfold.Core.Tests.WindowsModel.Oracles;
using Pinfold.Core.WindowsModel;
using Pinfold.Core.WindowsModel.Access;

namespace Pinfold.Windows.Tests.Model;

/// <summary>How many cases were asked, of which kind, and how many were left out, by the limit's name.</summary>
internal sealed class Tally
{
    internal const string Granted = "granted";
    internal const string Refused = "refused";
    internal const string AllowFirst = "allowed, then denied";
    internal const string DenyFirst = "denied, then allowed";
    internal const string Generic = "generic requests";
    internal const string GenericEntry = "generic rights in entries";
    internal const string Maximum = "the maximum";
    internal const string DenyOnly = "tokens with a deny-only group";

    private readonly SortedDictionary<string, int> _asked = new(StringComparer.Ordinal);
    private readonly SortedDictionary<(string Limit, bool Agree), int> _leftOut = [];

    internal int this[string kind] => _asked.GetValueOrDefault(kind);

    /// <summary>Cases under the limit where the oracle said the same as the model, or did not.</summary>
    internal int this[string limit, bool agree] => _leftOut.GetValueOrDefault((limit, agree));

    internal void Add(string limit, bool agree) => _leftOut[(limit, agree)] = this[limit, agree] + 1;

    internal void Add(string kind) => _asked[kind] = this[kind] + 1;

    internal void Add(AccessCase c, SecurityDescriptor mapped, AccessResult result)
    {
        Add(result.IsGranted ? Granted : Refused);
        if (c.Desired.Overlaps(AccessMask.AnyGeneric)) Add(Generic);
        if (c.Desired.Contains(AccessMask.MaximumAllowed)) Add(Maximum);
        if (c.Token.Groups.Any(g => g.IsDenyOnly)) Add(DenyOnly);
        if (c.Descriptor.Dacl!.Aces.Any(a => a.Mask.Overlaps(AccessMask.AnyGeneric))) Add(GenericEntry);
        var met = mapped.Dacl!.Aces.Where(a => a.IsEffective && a.Mask.Overlaps(c.Desired)
            && (a.Sid == c.Token.User || c.Token.Groups.Any(g => g.Sid == a.Sid && g.IsEnabled)))
                .Select(a => a.Type).ToArray();
        if (met.Distinct().Count() == 2) Add(met[0] == AceType.Allowed ? AllowFirst : DenyFirst);
    }

    public override string ToString() => string.Join('\n', [
        .. _asked.Select(k => $"{k.Key}: {k.Value}"),
        .. _leftOut.Select(k => $"left out, {(k.Key.Agree ? "agrees" : "differs")}: {k.Key.Limit}: {k.Value}"),
    ]);
}
