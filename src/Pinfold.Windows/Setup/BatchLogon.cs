using Pinfold.Core.Planning.Windows.Elevated;
using Pinfold.Core.WindowsModel;
using Pinfold.Windows.Native;

namespace Pinfold.Windows.Setup;

/// <summary>
/// What in this host's rights keeps the accounts from the one logon that they have. On a managed PC a policy of the
/// domain sets them, over what setup gave, each time that it is applied (Win32, <i>Account Rights Constants</i>).
/// </summary>
internal static class BatchLogon
{
    internal const string Right = "SeBatchLogonRight", Denial = "SeDenyBatchLogonRight"; // ntsecapi.h

    private const string Where =
        "under Local Policies > User Rights Assignment: in secpol.msc, or, where a domain sets it, in the policy that 'gpresult /h report.html' names (Computer Configuration > Policies > Windows Settings > Security Settings)";

    /// <summary>
    /// Groups that each local account has in a batch logon, whatever it is a member of (Win32, <i>Well-known SIDs</i>).
    /// </summary>
    private static readonly (Sid Sid, string Name)[] Always =
    [
        (WellKnownSids.Everyone, "Everyone"), (WellKnownSids.Users, "Users"),
        (WellKnownSids.AuthenticatedUsers, "Authenticated Users"), (AccountLogon.Batch, "BATCH"),
        (WellKnownSids.LocalAccount, "Local account"),
        (WellKnownSids.ThisOrganization, "This Organization"), (WellKnownSids.Local, "LOCAL"),
        (WellKnownSids.NtlmAuthentication, "NTLM Authentication"),
    ];

    /// <summary>On this host; what needs an administrator to look at is left out for anybody else.</summary>
    internal static IEnumerable<Obstacle> Find(IEnumerable<string> accounts)
    {
        Dictionary<string, Sid[]> holders = [];
        List<(string Name, Sid? Sid, IEnumerable<(Sid, string)> Groups)> known = [];
        string? fault = null;
        try
        {
            using var policy = Advapi32.OpenPolicy();
            foreach (var right in (string[])[Denial, Right]) holders[right] = Advapi32.HoldersOf(policy, right);
            foreach (var account in accounts) known.Add((account, Advapi32.SidOf(account), [.. GroupsOf(account)]));
        }
        catch (NativeException e)
        {
            if (e.Code == Kernel32.ERROR_ACCESS_DENIED) return [];
            fault = e.Message;
        }

        return fault is not null
            ? [new($"whether a policy forbids the accounts' logon cannot be looked up: {fault}",
                "look at 'Deny log on as a batch job' " + Where)]
            : known.SelectMany(k => Find(k.Name, k.Sid, k.Groups, r => holders[r]));
    }

    /// <summary>The same for one account, from what is given.</summary>
    /// <param name="account">Its name.</param>
    /// <param name="sid">Its SID; null before it is made, when only denials to groups can be told.</param>
    /// <param name="groups">Local groups that it is a member of, with their names.</param>
    /// <param name="holders">Who has a right.</param>
    internal static IEnumerable<Obstacle> Find(string account, Sid? sid, IEnumerable<(Sid Sid, string Name)> groups,
        Func<string, IReadOnlyCollection<Sid>> holders)
    {
        (Sid Sid, string Name)[] all = [.. sid is null ? [] : Own(sid, account), .. groups, .. Always];
        foreach (var (denied, name) in all.Where(a => holders(Denial).Contains(a.Sid)).DistinctBy(a => a.Sid))
            yield return new(
                $"{Denial} ('Deny log on as a batch job') is set for {name} ({denied}), so that {account} cannot be logged on",
                $"take {name} out of 'Deny log on as a batch job' {Where}");
        if (sid is not null && !all.Any(a => holders(Right).Contains(a.Sid)))
            yield return new(
                $"{account} ({sid}) has no {Right} ('Log on as a batch job'), so that it cannot be logged on: what setup gave it was taken away, which a policy does each time that it is applied",
                $"add {account} to 'Log on as a batch job' {Where}");
    }

    /// <summary>
    /// What to say of a logon that failed besides the failure itself; empty when it is not about rights.
    /// </summary>
    internal static string Explain(IOException failure, string account, Func<IEnumerable<Obstacle>> find)
    {
        if (failure is not NativeException { Code: Advapi32.ERROR_LOGON_NOT_GRANTED
            or Advapi32.ERROR_LOGON_TYPE_NOT_GRANTED })
            return "";
        Obstacle[] found = [.. find()];
        if (found.Length == 0)
            found = [new($"this host's rights do not let {account} log on as a batch job",
                $"look at 'Log on as a batch job' and 'Deny log on as a batch job' {Where}")];
        return string.Concat(found.Select(o => $"; {o.What} (an administrator has to {o.Fix})"));
    }

    /// <summary>
    /// Itself, and the group None, which is each local account's first one (DOMAIN_GROUP_RID_USERS, winnt.h).
    /// </summary>
    private static (Sid, string)[] Own(Sid sid, string account) =>
        [(sid, account), (new(sid.Authority, [.. sid.SubAuthorities[..^1], 513]), "None")];

    private static IEnumerable<(Sid, string)> GroupsOf(string account)
    {
        if (Netapi32.FindUser(account) is null) yield break;
        foreach (var group in Netapi32.GroupsOf(account))
            if (Advapi32.SidOf(group) is { } sid) yield return (sid, group);
    }
}
