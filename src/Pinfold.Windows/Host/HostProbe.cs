using System.Collections.Immutable;
using System.Security.Cryptography;
using Pinfold.Core.Paths;
using Pinfold.Core.Planning;
using Pinfold.Core.Planning.Windows;
using Pinfold.Core.Planning.Windows.Elevated;
using Pinfold.Core.Policy;
using Pinfold.Core.WindowsModel;
using Pinfold.Core.WindowsModel.Access;
using Pinfold.Core.Workspace;
using Pinfold.Windows.Native;
using Pinfold.Windows.Tokens;
using Pinfold.Windows.Workspace;

namespace Pinfold.Windows.Host;

/// <summary>What planning needs to know of this host. Its cost does not depend on the size of the workspace.</summary>
internal static class HostProbe
{
    private const int SessionIdBytes = 8;

    /// <summary>Folders that Windows gives to programs of low level.</summary>
    private static readonly string[] LowPlaces =
        ["AppData/LocalLow", "AppData/Local/Temp/Low", "AppData/Local/Microsoft/Windows/INetCache/Low"];

    internal static WindowsHostFacts Gather(SandboxPolicy policy, CanonicalPath home, CanonicalPath temp,
        CanonicalPath state, SessionKeyLock? keys, bool isElevated)
    {
        var paths = new Dictionary<CanonicalPath, WindowsPathFacts>(WindowsPathComparer.Instance);
        ImmutableArray<CanonicalPath> tools = isElevated ? ToolFolders(home) : [];
        foreach (var path in isElevated
            ? ElevatedPlanner.PathsOfInterest(policy, temp, state, tools)
            : WindowsPlanner.PathsOfInterest(policy, temp, state))
            Add(path);
        var roots = Planner.RootsOf(policy, []).Where(WindowsPath.IsOnDrive)
            .Select(r => paths.GetValueOrDefault(r)).OfType<WindowsPathFacts>()
            .Where(f => f.Kind == PathKind.Directory).Select(f => f.Path).ToArray();
        var known = WorkspaceKnowledge.Of(AuditHost.Instance, policy, state, [.. roots]);
        var git = GitDiscovery.Find(AuditHost.Instance, [.. roots], home, known.Repositories);
        foreach (var path in WindowsPlanner.GitPathsOfInterest(git, roots, [.. known.Handoffs, .. known.Secrets ?? []]))
            Add(path);
        using var token = Advapi32.OpenToken(-1, Advapi32.TOKEN_QUERY);
        var own = TokenFacts.Read(token);
        var (volumes, volumeGaps) = VolumeProbe.All();
        var (shares, shareGaps) = ShareProbe.All(own, volumes);
        var tellsApart = KeyTrial.Holds(own);
        var facts = new WindowsHostFacts
        {
            Build = Environment.OSVersion.Version.Build,
            TerminalSession = TokenFacts.Session(token),
            SessionId = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(SessionIdBytes)),
            Token = own,
            Keys = !tellsApart ? null : keys is null ? SessionKeys.PairsOf(own).FirstOrDefault() : keys.Pair,
            TellsSessionsApart = tellsApart,
            TokenGaps = TokenGaps(),
            ToolFolders = tools,
            Home = home,
            Temp = temp,
            State = state,
            Volumes = volumes,
            VolumeGaps = volumeGaps,
            Shares = shares,
            ShareGaps = shareGaps,
            Paths = [.. paths.Values],
            LowFolders =
                [.. LowPlaces.Select(p => PathProbe.Look(home.Combine(p))).OfType<WindowsPathFacts>().Where(IsLow)],
            GitDirectories = git.Directories,
            GitProtected = git.Protected,
            KnownHandoffs = known.Handoffs,
            AuditedSecrets = known.Secrets,
        };
        return facts with { LetsLowerIn = roots.Length > 0 ? LabelAnswer.Of(facts, roots, isElevated) : null };

        void Add(CanonicalPath path)
        {
            if (!paths.ContainsKey(path) && WindowsPath.IsOnDrive(path) && PathProbe.Look(path) is { } facts)
                paths[path] = facts;
        }
    }

    /// <summary>Folders of PATH in the profile: nobody else may read there.</summary>
    private static ImmutableArray<CanonicalPath> ToolFolders(CanonicalPath home) =>
    [
        .. (Environment.GetEnvironmentVariable("PATH") ?? "").Split(';')
            .Select(p => WindowsPath.TryParse(p.Trim().Trim('"'), out var path, out _) ? path : home)
            .Where(p => p != home && WindowsPath.IsWithin(p, home)).Distinct(WindowsPathComparer.Instance),
    ];

    /// <summary>Makes a restricted token and looks at it: a claim about what cannot be had would be none.</summary>
    private static ImmutableArray<string> TokenGaps()
    {
        var flags = RestrictedTokenFlags.DisableMaxPrivilege
            | RestrictedTokenFlags.LuaToken | RestrictedTokenFlags.WriteRestricted;
        var step = new WindowsStep.CreateToken(flags, [], [WellKnownSids.Everyone], "D:(A;;GA;;;SY)", FenceLevel.Sid,
            "D:(A;;GA;;;SY)");
        try
        {
            using var token = CommandToken.Create(step);
            return CommandToken.Missing(token, step);
        }
        catch (NativeException e)
        {
            return [e.Message];
        }
    }

    private static bool IsLow(WindowsPathFacts folder) =>
        folder.Descriptor?.MandatoryLabel is { } label && IntegrityCheck.LetsWrite(FenceLevel.Sid, label);
}
