using Pinfold.Core.Paths;
using Pinfold.Core.Planning.Windows;
using Pinfold.Core.Planning.Windows.Elevated;
using Pinfold.Core.Policy;
using Pinfold.Core.Protocol;
using Pinfold.Windows.FileAccess;
using Pinfold.Windows.Host;
using Pinfold.Windows.Service;
using Pinfold.Windows.Tokens;

namespace Pinfold.Windows;

/// <summary>
/// Applies plans on this Windows host, without an administrator's rights; what needs more, the broker does.
/// </summary>
public static class WindowsBackend
{
    /// <summary>Looks up what planning needs to know. Cost does not depend on the size of the workspace.</summary>
    /// <param name="policy">The policy to plan for.</param>
    /// <param name="home">The user's profile folder.</param>
    /// <param name="temp">The user's folder for temporary files.</param>
    /// <param name="state">Pinfold's own state folder.</param>
    /// <param name="keys">The pair that the session holds; null to plan as if it were the only session, and not to
    /// run.</param>
    public static WindowsHostFacts Gather(SandboxPolicy policy, CanonicalPath home, CanonicalPath temp,
        CanonicalPath state, SessionKeyLock? keys = null)
    {
        ArgumentNullException.ThrowIfNull(policy);
        return HostProbe.Gather(policy, home, temp, state, keys, isElevated: false);
    }

    /// <summary>The same for the elevated mode, which looks at the folders above, too, and at those of tools.</summary>
    /// <param name="policy">The policy to plan for.</param>
    /// <param name="home">The user's profile folder.</param>
    /// <param name="temp">The user's folder for temporary files.</param>
    /// <param name="state">Pinfold's own state folder.</param>
    public static WindowsHostFacts GatherElevated(SandboxPolicy policy, CanonicalPath home, CanonicalPath temp,
        CanonicalPath state)
    {
        ArgumentNullException.ThrowIfNull(policy);
        return HostProbe.Gather(policy, home, temp, state, null, isElevated: true);
    }

    /// <summary>
    /// What setup has left on this host, for the plans of the elevated mode. Whether it still stands, the broker says
    /// at each launch.
    /// </summary>
    /// <param name="status">What the broker says: users may not list other programs' filters.</param>
    /// <exception cref="IOException">It is not set up, or an account is gone.</exception>
    public static WindowsInstallation Installation(BrokerStatus status)
    {
        ArgumentNullException.ThrowIfNull(status);
        return InstalledHost.Read().Installed with { EqualSublayers = status.Rivals };
    }

    /// <summary>
    /// Builds the fence. The caller looks at its report, proves it, starts the command in it, and disposes it.
    /// </summary>
    /// <param name="plan">The plan.</param>
    /// <param name="facts">What it was made from.</param>
    /// <param name="ledgerPath">The file to which every lasting change is written first; its folder exists.</param>
    /// <param name="progress">Told how many files were looked at, the first time that a root is used.</param>
    /// <exception cref="FenceException">What every promise rests on could not be made: nothing may run.</exception>
    /// <exception cref="LedgerFileException">The ledger cannot be written: nothing may be changed.</exception>
    public static WindowsFence Apply(WindowsPlan plan, WindowsHostFacts facts, string ledgerPath,
        IProgress<long>? progress = null)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(facts);
        ArgumentNullException.ThrowIfNull(ledgerPath);
        return WindowsFence.Apply(plan, facts, ledgerPath, progress);
    }

    /// <summary>
    /// Folders outside the roots that everybody may write, where such use to be; for the diagnosis, never on the way of
    /// a start.
    /// </summary>
    public static IReadOnlyList<OpenFolder> FindOpenFolders(WindowsHostFacts facts, WindowsPlan plan)
    {
        ArgumentNullException.ThrowIfNull(facts);
        ArgumentNullException.ThrowIfNull(plan);
        return OpenFolders.Find(facts, plan);
    }
}
