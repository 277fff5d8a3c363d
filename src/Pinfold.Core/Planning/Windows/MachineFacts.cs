using System.Collections.Immutable;
using Pinfold.Core.Paths;
using Pinfold.Core.Policy;
using Pinfold.Core.WindowsModel;
using Pinfold.Core.WindowsModel.Access;
using Pinfold.Core.WindowsModel.Machine;
using Pinfold.Core.WindowsModel.Rights;
using Pinfold.Core.Workspace;

namespace Pinfold.Core.Planning.Windows;

/// <summary>The facts that a backend would gather on a simulated machine.</summary>
public static class MachineFacts
{
    /// <summary>The profile of the machine's user.</summary>
    public static CanonicalPath Home { get; } = CanonicalPath.Parse("/C:/Users/me");

    /// <summary>Pinfold's own folder there.</summary>
    public static CanonicalPath State { get; } = Home.Combine("AppData/Local/pinfold");

    /// <summary>The facts for <paramref name="policy"/>.</summary>
    /// <param name="machine">The machine.</param>
    /// <param name="policy">The policy, for the paths that count.</param>
    /// <param name="session">The session's id.</param>
    /// <param name="more">Further paths to look up.</param>
    public static WindowsHostFacts Of(NtMachine machine, SandboxPolicy policy, string session,
        params ReadOnlySpan<CanonicalPath> more)
    {
        var temp = Home.Combine("AppData/Local/Temp");
        ImmutableArray<CanonicalPath> roots =
            [.. Planner.RootsOf(policy, [])
                .Where(p => WindowsPath.IsOnDrive(p) && machine.Find(WindowsPath.ToWin32(p)) is { IsContainer: true })];
        var git = GitDiscovery.Find(new MachineFiles(machine), roots, Home, []);
        var asked = WindowsPlanner.PathsOfInterest(policy, temp, State)
            .Concat(WindowsPlanner.GitPathsOfInterest(git, roots)).Concat(more.ToArray());
        return new()
        {
            Build = 26100, TerminalSession = 1, SessionId = session,
            Token = FreshWindows11.User, Keys = SessionKeys.PairsOf(FreshWindows11.User)[0],
            Home = Home, Temp = temp, State = State,
            Volumes = [.. machine.Volumes.Select(v => new WindowsVolume(CanonicalPath.Parse($"/{v.Drive}:"),
                SerialOf(v.Drive), v.HasAcls ? "NTFS" : "exFAT", v.HasAcls))],
            Paths = [.. asked.Distinct(WindowsPathComparer.Instance)
                .Select(p => Look(machine, p)).OfType<WindowsPathFacts>()],
            LowFolders = LowFolders(machine),
            GitDirectories = git.Directories,
            GitProtected = git.Protected,
        };
    }

    /// <summary>
    /// Outermost folders of files whose label lets the fence's level in, and where the user may delete.
    /// </summary>
    private static ImmutableArray<WindowsPathFacts> LowFolders(NtMachine machine)
    {
        var found = ImmutableArray.CreateBuilder<WindowsPathFacts>();
        foreach (var (name, item) in machine.Objects())
        {
            if (item.Type != SecurableType.Directory) continue;
            if (machine.Volumes.FirstOrDefault(v => v.HasAcls
                && name.StartsWith($@"\Device\{v.Device}\", StringComparison.Ordinal)) is not { } volume)
                continue;
            if (!FenceLevel.IsLow(item.Descriptor.MandatoryLabel)) continue;
            var path = WindowsPath.Parse($"{volume.Drive}:{name[(@"\Device\".Length + volume.Device.Length)..]}");
            if (found.Any(f => WindowsPath.IsWithin(path, f.Path))
                || NtMachine.Open(FreshWindows11.User, item, DirectoryRights.DeleteChild) != NtStatus.Success)
                continue;
            found.Add(Look(machine, path)!);
        }

        return found.ToImmutable();
    }

    private static ulong SerialOf(char drive) => FreshWindows11.Serial + (ulong)(char.ToUpperInvariant(drive) - 'C');

    private static WindowsPathFacts? Look(NtMachine machine, CanonicalPath path)
    {
        if (machine.FindLink(WindowsPath.ToWin32(path)) is not { } found) return null;
        var (name, item) = found;
        var kind = item.LinkTarget is not null ? PathKind.Symlink
            : item.IsContainer ? PathKind.Directory
            : PathKind.File;
        var spelled = name.Length == 0 || path.Value.Length == 3 ? path : path.Parent.Combine(name);
        return new(spelled, kind, SerialOf(path.Value[1]), item.Id, item.Descriptor) { Links = item.Names };
    }
}
