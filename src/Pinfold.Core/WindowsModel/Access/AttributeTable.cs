using Pinfold.Core.WindowsModel.Conditions;

namespace Pinfold.Core.WindowsModel.Access;

/// <summary>The attributes that conditions may name: read once, however often they are named.</summary>
internal sealed class AttributeTable(Token token, Acl? sacl)
{
    private readonly Dictionary<AttributeSource, Dictionary<string, ValueSet>?> _sources = [];

    /// <summary>
    /// False where an attribute of the resource cannot be read: then nothing is known about any of them.
    /// </summary>
    internal bool TryFind(ConditionNode.Attribute attribute, out ValueSet? found)
    {
        if (!_sources.TryGetValue(attribute.Source, out var named))
            _sources[attribute.Source] = named = Named(attribute.Source);
        found = named?.GetValueOrDefault(attribute.Name);
        return named is not null;
    }

    private Dictionary<string, ValueSet>? Named(AttributeSource source)
    {
        try
        {
            // Of two with one name the first is it.
            var named = new Dictionary<string, ValueSet>(StringComparer.OrdinalIgnoreCase);
            foreach (var a in Of(source))
                named.TryAdd(a.Name, new(a.Values, (a.Flags & SecurityAttribute.CaseSensitive) != 0));
            return named;
        }
        catch (SecurityFormatException)
        {
            return null;
        }
    }

    private IEnumerable<SecurityAttribute> Of(AttributeSource source) => source switch
    {
        AttributeSource.User => token.UserClaims,
        AttributeSource.Device => token.DeviceClaims,
        AttributeSource.Local => token.LocalClaims,
        _ => sacl is null
            ? []
            : sacl.Aces.Where(a => a.Type == AceType.ResourceAttribute && a.IsEffective).Select(a => a.ReadAttribute()),
    };
}
