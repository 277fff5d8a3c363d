namespace Pinfold.Core.WindowsModel.Access;

/// <summary>What stays the same during one check.</summary>
internal readonly struct Request<TLog>(Token token, SecurityDescriptor descriptor, Sid? self, TLog log)
    where TLog : struct, IDecisionLog
{
    internal readonly Token Token = token;
    internal readonly SidTable Table = token.Table;
    internal readonly SecurityDescriptor Descriptor = descriptor;
    internal readonly Sid? Self = self;
    internal readonly TLog Log = log;

    /// <summary>What an entry's SID matches: OWNER_RIGHTS is the owner, PRINCIPAL_SELF whom the caller names.</summary>
    internal SidMatch Match(Sid sid)
    {
        var match = Table.Find(sid);
        if (match != SidMatch.None) return match;
        if (sid.Equals(WellKnownSids.OwnerRights))
            return Descriptor.Owner is { } owner ? Table.Find(owner) : SidMatch.None;
        return Self is { } self && sid.Equals(WellKnownSids.PrincipalSelf) ? Table.Find(self) : SidMatch.None;
    }
}
