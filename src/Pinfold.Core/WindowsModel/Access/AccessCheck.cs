using System.Collections.Immutable;

namespace Pinfold.Core.WindowsModel.Access;

/// <summary>
/// The access check of the kernel, SeAccessCheck: label, privileges, owner, then the DACL for the account and its
/// groups, for the restricting SIDs, and for package and capabilities. After MS-DTYP 2.5.3.2 and 2.5.3.3 (as systems
/// use it: MS-AZOD 2.5.1.1.2 to 2.5.1.1.4), and, for the passes that they do not describe, J. Forshaw's <i>Windows
/// Security Internals</i> (No Starch, 2024), chapter 7, and his NtObjectManager; where they differ,
/// <c>docs/security/windows-model.md</c> says which is followed. Not modelled: central access policies, process trust
/// labels, access filters, object type lists, and the block of low-level tokens by package entries.
/// </summary>
public static class AccessCheck
{
    private static readonly AccessMask OwnerImplicit = AccessMask.ReadControl | AccessMask.WriteDac;

    /// <summary>
    /// Asks whether <paramref name="token"/> gets <paramref name="desired"/>. Allocates nothing unless an entry has a
    /// condition.
    /// </summary>
    /// <param name="token">Who asks.</param>
    /// <param name="descriptor">
    /// The object's descriptor; generic rights in its entries grant nothing, for they are mapped when it is made.
    /// </param>
    /// <param name="desired">The rights: generic ones are mapped; with MAXIMUM_ALLOWED, whatever else there is. Nothing
    /// is refused.</param>
    /// <param name="mapping">Of the object's type.</param>
    /// <param name="self">Whom PRINCIPAL_SELF stands for, or null.</param>
    public static AccessResult Check(Token token, SecurityDescriptor descriptor, AccessMask desired,
        in GenericMapping mapping,
        Sid? self = null) =>
        Run(new Request<NoLog>(token, descriptor, self, default), desired, mapping);

    /// <summary>As <see cref="Check"/>, with the steps.</summary>
    public static AccessTrace Explain(Token token, SecurityDescriptor descriptor, AccessMask desired,
        in GenericMapping mapping,
        Sid? self = null)
    {
        var decisions = new List<AccessDecision>();
        var result = Run(new Request<ListLog>(token, descriptor, self, new(decisions)), desired, mapping);
        return new(result, [.. decisions]);
    }

    private static AccessResult Run<TLog>(in Request<TLog> request, AccessMask desired, in GenericMapping mapping)
        where TLog : struct, IDecisionLog
    {
        var (token, log) = (request.Token, request.Log);
        desired = mapping.Map(desired);
        if (desired.IsEmpty) return new(AccessStatus.AccessDenied, default);
        var isMaximum = desired.Contains(AccessMask.MaximumAllowed);
        var wanted = desired.Without(AccessMask.MaximumAllowed);
        var label = IntegrityCheck.Allowed(token, request.Descriptor, mapping);
        if (!label.Contains(wanted))
        {
            log.Add(wanted.Without(label), false, DecidedBy.Label, AccessPass.Normal, -1,
                request.Descriptor.MandatoryLabel);
            return new(AccessStatus.AccessDenied, default);
        }

        if (wanted.Contains(AccessMask.AccessSystemSecurity) && !token.HasEnabled(Privileges.Security))
        {
            log.Add(AccessMask.AccessSystemSecurity, false, DecidedBy.Privilege);
            return new(AccessStatus.PrivilegeNotHeld, default);
        }

        var byPrivilege = ByPrivilege(token, wanted);
        log.Add(byPrivilege, true, DecidedBy.Privilege);
        var byOwner = ByOwner(request, isMaximum ? OwnerImplicit : wanted.Without(byPrivilege));
        log.Add(byOwner, true, DecidedBy.Owner);
        return isMaximum
            ? Maximum(request, wanted, byPrivilege | byOwner, label, mapping)
            : Specific(request, wanted, wanted.Without(byPrivilege | byOwner), mapping);
    }

    private static AccessMask ByPrivilege(Token token, AccessMask wanted)
    {
        var granted = wanted & AccessMask.AccessSystemSecurity;
        if (wanted.Contains(AccessMask.WriteOwner)
            && (token.HasEnabled(Privileges.TakeOwnership) || token.HasEnabled(Privileges.Relabel)))
            granted |= AccessMask.WriteOwner;
        return granted;
    }

    /// <summary>
    /// READ_CONTROL and WRITE_DAC, for the owner: in the token, for a restricted one in its restricting SIDs too, and
    /// with no entry for OWNER_RIGHTS.
    /// </summary>
    private static AccessMask ByOwner<TLog>(in Request<TLog> request, AccessMask wanted)
        where TLog : struct, IDecisionLog
    {
        if (!wanted.Overlaps(OwnerImplicit) || request.Descriptor.Owner is not { } owner) return default;
        var match = request.Token.Table.Find(owner);
        var needed = request.Token.IsRestricted ? SidMatch.Allow | SidMatch.Restricting : SidMatch.Allow;
        if ((match & needed) != needed) return default;
        if (request.Descriptor.Dacl is { } dacl)
        {
            foreach (var ace in dacl.Aces)
                if (ace.IsEffective && ace.Sid.Equals(WellKnownSids.OwnerRights)) return default;
        }

        return wanted & OwnerImplicit;
    }

    private static AccessResult Specific<TLog>(in Request<TLog> request, AccessMask wanted, AccessMask remaining,
        in GenericMapping mapping)
        where TLog : struct, IDecisionLog
    {
        var (token, log) = (request.Token, request.Log);
        if (request.Descriptor.Dacl is not { } dacl)
        {
            log.Add(remaining, true, DecidedBy.NullDacl);
            if (token.IsAppContainer) log.Add(wanted, false, DecidedBy.NullDacl, AccessPass.AppContainer);
            return token.IsAppContainer ? new(AccessStatus.AccessDenied, default) : new(AccessStatus.Granted, wanted);
        }

        // Once a request writes, all of it must be allowed to the restricting SIDs, its reading too.
        var isGranted = (remaining.IsEmpty || DaclWalk.Grants(request, dacl, remaining, AccessPass.Normal))
            && (remaining.IsEmpty || !token.IsRestricted
                || token.IsWriteRestricted && !remaining.Overlaps(mapping.WriteClass)
                || DaclWalk.Grants(request, dacl, remaining, AccessPass.Restricted))
            && (!token.IsAppContainer || DaclWalk.Grants(request, dacl, wanted, AccessPass.AppContainer));
        return isGranted ? new(AccessStatus.Granted, wanted) : new(AccessStatus.AccessDenied, default);
    }

    private static AccessResult Maximum<TLog>(in Request<TLog> request, AccessMask wanted, AccessMask granted,
        AccessMask label,
        in GenericMapping mapping)
        where TLog : struct, IDecisionLog
    {
        var token = request.Token;
        if (request.Descriptor.Dacl is not { } dacl)
        {
            request.Log.Add(mapping.All, !token.IsAppContainer, DecidedBy.NullDacl);
            granted = token.IsAppContainer ? default : granted | wanted | mapping.All;
        }
        else
        {
            var byDacl = DaclWalk.Maximum(request, dacl, AccessPass.Normal);

            // For a write-restricted token the restricting SIDs take away what is a write; an inference, for the
            // sources show single requests.
            if (token.IsRestricted)
                byDacl &= DaclWalk.Maximum(request, dacl, AccessPass.Restricted)
                    | (token.IsWriteRestricted ? ~mapping.WriteClass : default);
            granted |= byDacl;
            if (token.IsAppContainer) granted &= DaclWalk.Maximum(request, dacl, AccessPass.AppContainer);
        }

        granted &= label;
        return granted.IsEmpty || !granted.Contains(wanted)
            ? new(AccessStatus.AccessDenied, default)
            : new(AccessStatus.Granted, granted);
    }
}
