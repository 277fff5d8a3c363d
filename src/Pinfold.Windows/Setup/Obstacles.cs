using Pinfold.Core.Ledger;
using Pinfold.Windows.Native;

namespace Pinfold.Windows.Setup;

/// <summary>What of this host an administrator has to allow before setup can do its work.</summary>
internal static class Obstacles
{
    internal static IEnumerable<Obstacle> Find()
    {
        if (Directory.Exists(SetupPaths.State) && SecuredFolder.Fault(SetupPaths.State) is { } fault)
            yield return new(fault, $"remove {SetupPaths.State}");
        if (NoPlatform() is { } reason)
            yield return new($"the Windows Filtering Platform does not answer: {reason}",
                "start the service BFE (Base Filtering Engine); setup does nothing without it");
        foreach (var obstacle in BatchLogon.Find(Accounts())) yield return obstacle;
    }

    /// <summary>Those that setup made; where that cannot be told, the usual ones.</summary>
    private static string[] Accounts()
    {
        try
        {
            if (File.Exists(SetupPaths.Ledger) && SetupLedger.Read().Owed.Select(e => e.Change)
                .OfType<LedgerChange.AddLocalAccount>().Select(a => a.Path).ToArray() is { Length: > 0 } made)
                return made;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // An administrator is told of that by name.
        }

        return [SetupPlan.Offline, SetupPlan.Online];
    }

    private static string? NoPlatform()
    {
        try
        {
            Fwpuclnt.Open().Dispose();
            return null;
        }
        catch (NativeException e)
        {
            return e.Message;
        }
    }
}
