using System.Collections.Immutable;
using Pinfold.Core.Ledger;
using Pinfold.Linux.Accounts;

namespace Pinfold.Linux.Setup;

/// <summary>
/// What of a set-up's plan stands on a host of which no state before is kept: it is a lost set-up's. It is no part of
/// the state before, since uninstall takes it away; what is another's stays in it.
/// </summary>
internal static class FoundThings
{
    /// <summary>Leaves them out of <paramref name="state"/>; true when there was one.</summary>
    internal static bool LeaveOut(HostState state, ImmutableArray<LedgerChange> plan)
    {
        var found = false;
        foreach (var what in plan.SelectMany(c => Named(c, state)).Distinct(StringComparer.Ordinal).ToArray())
            if (state.Lines.Remove(what, out var value)) found |= value != HostState.Absent;
        // The copies follow alone: one that an uninstall could not put back tells of no set-up.
        foreach (var file in AccountFiles.All.Except(AccountFiles.Copies, StringComparer.Ordinal))
            found |= LeaveOut(state, plan, file);
        if (found)
            foreach (var file in AccountFiles.Copies) LeaveOut(state, plan, file);
        return found;
    }

    private static bool LeaveOut(HostState state, ImmutableArray<LedgerChange> plan, string file)
    {
        var (what, without) = ($"file {file}", HostSurvey.Look(file, b => AccountFiles.Without(file, b, plan)));
        if (state.Lines.GetValueOrDefault(what, HostState.Absent) == without) return false;
        state.Lines[what] = without;
        return true;
    }

    /// <summary>What the survey calls what the change makes.</summary>
    private static IEnumerable<string> Named(LedgerChange change, HostState state) => change switch
    {
        LedgerChange.MakeFolder f => [$"folder {f.Path}"],
        LedgerChange.InstallFile f => [$"file {f.Path}", $"file {RootFile.Next(f.Path)}"],
        LedgerChange.LoadTable t => [$"nftables {t.Path}"],
        LedgerChange.EnableUnit { Path: RunLevels.Script } => RunLevels.Numbered().Select(l => $"file {l}"),
        LedgerChange.EnableUnit u => Links(u.Path, state),
        LedgerChange.StartService =>
            [$"folder {SetupPaths.Runtime}", $"file {SetupPaths.Socket}", $"file {SetupPaths.Socket}.new"],
        _ => [],
    };

    /// <summary>
    /// The links by which systemd starts the unit, and a folder that has nothing else in it: systemctl(1) makes and
    /// removes it.
    /// </summary>
    private static IEnumerable<string> Links(string unit, HostState state)
    {
        foreach (var (link, value) in state.Lines.ToArray())
        {
            if (!link.StartsWith($"file {SetupPaths.Units}/", StringComparison.Ordinal)
                || !link.EndsWith($".wants/{unit}", StringComparison.Ordinal)
                || !value.StartsWith("link to ", StringComparison.Ordinal))
                continue;
            yield return link;
            var folder = RootFile.Folder(link);
            if (state.Lines.Keys.Count(k => k.StartsWith(folder + "/", StringComparison.Ordinal)) == 1)
                yield return folder;
        }
    }
}
