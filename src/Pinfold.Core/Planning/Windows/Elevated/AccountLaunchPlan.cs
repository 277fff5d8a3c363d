using System.Collections.Immutable;
using Pinfold.Core.Policy;
using Pinfold.Core.Protocol;
using Pinfold.Core.WindowsModel;
using Pinfold.Core.WindowsModel.Access;

namespace Pinfold.Core.Planning.Windows.Elevated;

/// <summary>
/// The steps of an elevated plan that the broker carries out. It makes them itself, from what it sees of the user and
/// the roots, and from constants: of the request they have the account, the limits and the session's random part.
/// </summary>
/// <param name="Job">The job.</param>
/// <param name="LogOn">The token.</param>
/// <param name="Desktop">STATION\DESKTOP, which the user has made for the session; the token is let into no
/// other.</param>
public sealed record AccountLaunchPlan(WindowsStep.CreateJob Job, WindowsStep.LogOn LogOn, string Desktop)
{
    /// <summary>The steps for a request.</summary>
    /// <param name="launch">The request; what it says of roots is not looked at.</param>
    /// <param name="installed">The accounts.</param>
    /// <param name="user">The user at the other end of the pipe.</param>
    /// <param name="terminalSession">The user's terminal session.</param>
    /// <param name="roots">Volume and file number of each root, as the broker read them.</param>
    /// <param name="reads">The same of what may be read.</param>
    public static AccountLaunchPlan Of(
        AccountLaunch launch, WindowsInstallation installed, Sid user,
        uint terminalSession, ImmutableArray<(ulong Volume, UInt128 File)> roots,
        ImmutableArray<(ulong Volume, UInt128 File)> reads)
    {
        ArgumentNullException.ThrowIfNull(launch);
        ArgumentNullException.ThrowIfNull(installed);
        return new(
            WindowsPlanner.Job(launch.Processes, launch.Memory, isFenced: true),
            AccountLogon.Step(
                launch.IsOnline ? installed.Online : installed.Offline,
                installed.Group, user, CapabilitySid.ForSession(user, launch.Session),
                [.. roots.Select(r => CapabilitySid.ForRoot(user, r.Volume, r.File))],
                [.. reads.Select(r => CapabilitySid.ForReading(user, r.Volume, r.File))],
                terminalSession, launch.ProxySlot),
            $@"{launch.Station}\pinfold-{launch.Session}");
    }

    /// <summary>
    /// Why the machine's network mode allows no such command, or null. Without this it would start, and reach nothing.
    /// </summary>
    /// <param name="launch">The request.</param>
    /// <param name="installed">The accounts.</param>
    public static string? WhyNot(AccountLaunch launch, WindowsInstallation installed)
    {
        ArgumentNullException.ThrowIfNull(launch);
        ArgumentNullException.ThrowIfNull(installed);
        var needed = launch.IsOnline ? NetworkMode.Online
            : launch.ProxySlot is null ? NetworkMode.Offline
            : NetworkMode.Allowlist;
        return needed <= installed.Network ? null
            : $"the machine's policy allows no more network than '{PolicyWords.Of(installed.Network)}', so that no command of the mode '{PolicyWords.Of(needed)}' runs; an administrator changes [network] mode in the machine's policy file, and then runs 'pinfold setup'";
    }

    /// <summary>
    /// Why <paramref name="user"/> gets no command, or null: neither what runs in a fence nor the accounts themselves
    /// ask for one.
    /// </summary>
    /// <param name="user">Who is at the other end of the pipe.</param>
    /// <param name="installed">The accounts.</param>
    public static string? WhyNot(Token user, WindowsInstallation installed)
    {
        ArgumentNullException.ThrowIfNull(user);
        ArgumentNullException.ThrowIfNull(installed);
        if (user.User == installed.Offline.Sid || user.User == installed.Online.Sid
            || user.Groups.Any(g => g.Sid == installed.Group))
            return "a command in the fence asks for no other";
        return IntegrityCheck.Dominates(user.IntegrityLevel, WellKnownSids.Medium)
            ? null
            : $"programs of level {user.IntegrityLevel} start no commands";
    }
}
