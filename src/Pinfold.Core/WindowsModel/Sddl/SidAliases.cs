using System.Collections.Frozen;

namespace Pinfold.Core.WindowsModel.Sddl;

/// <summary>The two-letter names of SIDs in SDDL (MS-DTYP 2.5.1.1; sddl.h for those that came after).</summary>
public static class SidAliases
{
    private static readonly (string Alias, Sid Sid)[] Fixed =
    [
        ("AA", B(579)), ("AC", WellKnownSids.AllAppPackages),
        ("AN", WellKnownSids.Anonymous), ("AO", B(548)), ("AS", new(18, 1)),
        ("AU", WellKnownSids.AuthenticatedUsers), ("BA", WellKnownSids.Administrators),
        ("BG", WellKnownSids.Guests), ("BO", B(551)),
        ("BU", WellKnownSids.Users), ("CD", B(574)), ("CG", WellKnownSids.CreatorGroup),
        ("CO", WellKnownSids.CreatorOwner), ("CY", B(569)),
        ("ED", new(5, 9)), ("ER", B(573)), ("ES", B(576)), ("HA", B(578)), ("HI", WellKnownSids.High), ("IS", B(568)),
        ("IU", WellKnownSids.Interactive), ("LS", WellKnownSids.LocalService),
        ("LU", B(559)), ("LW", WellKnownSids.Low),
        ("ME", WellKnownSids.Medium), ("MP", WellKnownSids.MediumPlus), ("MS", B(577)), ("MU", B(558)), ("NO", B(556)),
        ("NS", WellKnownSids.NetworkService), ("NU", WellKnownSids.Network),
        ("OW", WellKnownSids.OwnerRights), ("PO", B(550)),
        ("PS", WellKnownSids.PrincipalSelf), ("PU", B(547)),
        ("RA", B(575)), ("RC", WellKnownSids.RestrictedCode), ("RD", B(555)),
        ("RE", B(552)), ("RM", B(580)), ("RU", B(554)),
        ("SI", WellKnownSids.System), ("SO", B(549)), ("SS", new(18, 2)),
        ("SU", WellKnownSids.Service), ("SY", WellKnownSids.LocalSystem),
        ("UD", new(5, 84, 0, 0, 0, 0, 0)), ("WD", WellKnownSids.Everyone),
        ("WR", WellKnownSids.WriteRestrictedCode),
    ];

    private static readonly (string Alias, uint Rid, bool InRoot)[] Relative =
    [
        ("AP", 525, false), ("CA", 517, false), ("CN", 522, false),
        ("DA", 512, false), ("DC", 515, false), ("DD", 516, false), ("DG", 514,
            false),
        ("DU", 513, false), ("EA", 519, true), ("EK", 527, true),
        ("KA", 526, false), ("LA", 500, false), ("LG", 501, false), ("PA", 520,
            false),
        ("RO", 498, true), ("RS", 553, false), ("SA", 518, true),
    ];

    private static readonly FrozenDictionary<string, Sid> ByAlias =
        Fixed.ToFrozenDictionary(f => f.Alias, f => f.Sid, StringComparer.Ordinal);
    private static readonly FrozenDictionary<Sid, string> BySid = Fixed.ToFrozenDictionary(f => f.Sid, f => f.Alias);
    private static readonly FrozenDictionary<string, (uint Rid, bool InRoot)> RelativeByAlias =
        Relative.ToFrozenDictionary(r => r.Alias, r => (r.Rid, r.InRoot), StringComparer.Ordinal);

    /// <summary>Every alias, in order.</summary>
    public static IEnumerable<string> All =>
        Fixed.Select(f => f.Alias).Concat(Relative.Select(r => r.Alias)).Order(StringComparer.Ordinal);

    /// <summary>
    /// The SID of <paramref name="alias"/>, or null when there is none by that name or its domain is not known.
    /// </summary>
    public static Sid? Find(ReadOnlySpan<char> alias, SddlDomains domains)
    {
        if (ByAlias.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(alias, out var sid)) return sid;
        if (!RelativeByAlias.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(alias, out var relative)) return null;
        return (relative.InRoot ? domains.ForestRoot ?? domains.Domain : domains.Domain)?.Child(relative.Rid);
    }

    /// <summary>True when <paramref name="alias"/> is one, its domain known or not.</summary>
    public static bool Exists(ReadOnlySpan<char> alias) =>
        ByAlias.GetAlternateLookup<ReadOnlySpan<char>>().ContainsKey(alias)
            || RelativeByAlias.GetAlternateLookup<ReadOnlySpan<char>>().ContainsKey(alias);

    /// <summary>The alias of <paramref name="sid"/>, or its text form.</summary>
    public static string Name(Sid sid, SddlDomains domains)
    {
        if (BySid.TryGetValue(sid, out var alias)) return alias;
        foreach (var (name, rid, inRoot) in Relative)
        {
            var domain = inRoot ? domains.ForestRoot ?? domains.Domain : domains.Domain;
            if (domain is not null && sid.SubAuthorities.Length > 0
                && sid.SubAuthorities[^1] == rid && sid == domain.Child(rid))
                return name;
        }

        return sid.ToString();
    }

    private static Sid B(uint rid) => WellKnownSids.Builtin.Child(rid);
}
