using System.Collections.Immutable;
using Pinfold.Core.Paths;
using Pinfold.Core.Planning;
using Pinfold.Core.Policy;
using Pinfold.Core.Workspace;
using static Pinfold.Core.Tests.Samples;

namespace Pinfold.Core.Tests.Planning;

/// <summary>Hosts and policies that plans are approved for: described, so that no such kernel is needed.</summary>
internal static class Hosts
{
    internal static readonly HostFacts Full = new()
    {
        Kernel = "6.18.0", LandlockAbi = 7, NoUserNamespaces = null,
        Seccomp = true, SeccompNotify = true, Proc = true, Uid = 1000, Gid = 1000,
        Home = Path("/home/u"), State = Path("/home/u/.local/state/pinfold"),
        Paths = Kinds("d /ws", "d /var/tmp", "d /run", "d /home/u/.local/state/pinfold", "d /home/u/.ssh",
            "f /home/u/.netrc", "d /ws/.vscode"),
    };

    internal static readonly SandboxPolicy Policy = Base with
    {
        DenyRead = [Rule("/home/u/.ssh", BuiltIn), Rule("/home/u/.netrc", BuiltIn), Rule("/home/u/.aws", BuiltIn)],
        Limits = new() { Processes = 512, Memory = 4L << 30 },
    };

    private static readonly HostFacts Git = Full with
    {
        GitDirectories = [new(Path("/ws/.git"), Path("/ws/.git"), null, Verified: true)],
        GitProtected = [Path("/ws/.git/config"), Path("/ws/.git/hooks"), Path("/ws/.git/config.worktree")],
        Paths = With(Full, "d /ws/.git", "f /ws/.git/config", "d /ws/.git/hooks"),
    };

    private static readonly HostFacts Elevated = Full with
    {
        Account = new("pinfold-offline", 995, 995), Cgroups = [new(Path("/sys/fs/cgroup/user/pinfold-s"), true, true)],
    };

    /// <summary>Name → policy and host: each has its approved plan.</summary>
    internal static readonly ImmutableSortedDictionary<string, (SandboxPolicy Policy, HostFacts Host)> All =
        new Dictionary<string, (SandboxPolicy, HostFacts)>(StringComparer.Ordinal)
        {
            ["full"] = (Policy, Full),
            ["landlock-0"] = (Policy, Full with { LandlockAbi = 0 }),
            ["landlock-1"] = (Policy, Full with { LandlockAbi = 1 }),
            ["landlock-2"] = (Policy, Full with { LandlockAbi = 2 }),
            ["landlock-3"] = (Policy, Full with { LandlockAbi = 3 }),
            ["landlock-4"] = (Policy, Full with { LandlockAbi = 4 }),
            ["landlock-5"] = (Policy, Full with { LandlockAbi = 5 }),
            ["landlock-6"] = (Policy, Full with { LandlockAbi = 6 }),
            ["no-user-namespaces"] = (Policy,
                Full with { NoUserNamespaces = "the sysctl user.max_user_namespaces is 0" }),
            ["no-user-namespaces-landlock-2"] = (Policy,
                Full with { NoUserNamespaces = "the sysctl user.max_user_namespaces is 0", LandlockAbi = 2 }),
            ["no-user-namespaces-online"] = (
                Policy with { Network = NetworkMode.Online },
                Full with { NoUserNamespaces = "the sysctl user.max_user_namespaces is 0" }),
            ["no-seccomp-notify"] = (Policy, Full with { SeccompNotify = false }),
            ["no-seccomp"] = (Policy, Full with { Seccomp = false, SeccompNotify = false }),
            ["no-proc"] = (Policy, Full with { Proc = false, NoUserNamespaces = "/proc is not mounted" }),
            ["nothing"] = (Policy, Full with
            {
                NoUserNamespaces = "AppArmor restricts user namespaces",
                LandlockAbi = 0, Seccomp = false, SeccompNotify = false
            }),
            ["root"] = (Policy, Full with { Uid = 0, Gid = 0, Home = Path("/root") }),
            ["cgroup-v1"] = (Policy, Full with
            {
                Uid = 0, Gid = 0, Cgroups = [new(Path("/sys/fs/cgroup/pids/pinfold/s"), true, false),
                    new(Path("/sys/fs/cgroup/memory/pinfold/s"), false, true)],
            }),
            ["cgroup-v2"] = (Policy, Full with { Cgroups = [new(Path("/sys/fs/cgroup/user/pinfold/s"), true, true)] }),
            ["elevated"] = (Policy, Elevated with
            {
                NoUserNamespaces = "the sysctl user.max_user_namespaces is 0",
                ClosedFolders = [Path("/home/u"), Path("/srv/closed")]
            }),
            ["elevated-online"] = (Policy with { Network = NetworkMode.Online }, Elevated),
            ["elevated-without-cgroups"] = (Policy, Elevated with { Cgroups = [] }),
            ["elevated-by-access-list"] = (Policy, Elevated with
                { ClosedFolders = [Path("/srv/closed")], Unmappable = [Path("/ws"), Path("/srv/closed")] }),
            ["read-only"] = (Policy with { Profile = Profile.ReadOnly }, Git),
            ["full-access"] = (Policy with { Profile = Profile.FullAccess, DenyRead = [] }, Git),
            ["full-access-cgroup"] = (
                Policy with { Profile = Profile.FullAccess },
                Full with { Cgroups = [new(Path("/sys/fs/cgroup/user/pinfold/s"), true, true)] }),
            ["online"] = (Policy with { Network = NetworkMode.Online }, Full),
            ["allowlist"] = (Policy with { Network = NetworkMode.Allowlist, Allow = [Host("example.com", 443)] }, Full),
            ["loopback"] = (Policy with { Loopback = [5173, 8080] }, Full),
            ["git"] = (Policy, Git),
            ["git-nested"] = (Policy, Git with
            {
                GitDirectories =
                    [.. Git.GitDirectories, new(Path("/ws/lib/a/.git"), Path("/ws/lib/a/.git"), null, Verified: true)],
                GitProtected = [.. Git.GitProtected, Path("/ws/lib/a/.git/config"), Path("/ws/lib/a/.git/hooks")],
                KnownHandoffs = [Path("/ws/lib/a/.git"), Path("/ws/lib/b/.envrc")],
                Paths = With(Git, "d /ws/lib", "d /ws/lib/a", "d /ws/lib/a/.git", "f /ws/lib/a/.git/config",
                    "d /ws/lib/a/.git/hooks", "f /ws/lib/b/.envrc"),
            }),
            ["git-worktree"] = (Policy, Full with
            {
                GitDirectories =
                    [new(Path("/main/.git/worktrees/w"), Path("/main/.git"), Path("/ws/.git"), Verified: true)],
                GitProtected = [Path("/ws/.git"), Path("/main/.git/config"),
                    Path("/main/.git/hooks"), Path("/main/.git/worktrees/w/gitdir")],
                Paths = With(Full, "f /ws/.git", "d /main/.git", "f /main/.git/config", "d /main/.git/hooks",
                    "d /main/.git/worktrees/w", "f /main/.git/worktrees/w/gitdir"),
            }),
            ["git-worktree-forged"] = (Policy, Full with
            {
                GitDirectories =
                    [new(Path("/other/.git/worktrees/w"), Path("/other/.git"), Path("/ws/.git"), Verified: false)],
                GitProtected = [Path("/ws/.git")],
                Paths = With(Full, "f /ws/.git"),
            }),
            ["nested-roots"] = (
                Policy with
                {
                    Write = [Rule("/ws"), Rule("/ws/deep/root"), Rule("/ws-other"),
                        Rule("/gone"), Rule("/ro"), Rule("/log.txt")]
                },
                Full with
                {
                    ReadOnlyRoots = [Path("/ro")],
                    Paths = With(Full, "d /ws/deep/root", "d /ws-other", "d /ro", "f /log.txt")
                }),
            ["root-above-temp"] = (Policy with { Write = [Rule("/var"), Rule("/var/tmp/w")] },
                Full with { Paths = With(Full, "d /var", "d /var/tmp/w") }),
            ["secrets-by-pattern"] = (
                Policy with { DenyRead = [.. Policy.DenyRead, Pattern("/ws/**/.env")] },
                Full with
                {
                    AuditedSecrets = [Path("/ws/.env"), Path("/ws/keys/.env")],
                    Paths = With(Full, "f /ws/.env", "d /ws/keys/.env")
                }),
            ["secrets-not-audited"] = (Policy with { DenyRead = [Pattern("/ws/**/.env")] }, Full),
            ["secret-with-a-grant-inside"] = (
                Policy with
                {
                    Read = [Rule("/home/u/.ssh/known_hosts"), Rule("/home/u/.ssh/public"),
                        Rule("/home/u/.ssh/gone"), Rule("/etc/hosts")],
                    DenyRead = [Rule("/home/u/.ssh/public/not"), .. Policy.DenyRead]
                },
                Full with
                {
                    Paths = With(Full, "f /home/u/.ssh/known_hosts", "d /home/u/.ssh/public",
                        "f /home/u/.ssh/public/not", "f /etc/hosts")
                }),
            ["secret-is-a-link"] = (Policy, Full with { Paths = With(Full, "l /home/u/.aws") }),
            ["limits"] = (Policy with { Limits = new() { Temp = 1 << 20, Time = TimeSpan.FromMinutes(1) } }, Full),
            ["non-utf8-paths"] = (Base with { Write = [Rule("/ws/\uDCFF\n")], Workspace = Path("/ws/\uDCFF\n") },
                Full with { Paths = With(Full, "d /ws/\uDCFF\n") }),
        }.ToImmutableSortedDictionary(StringComparer.Ordinal);

    internal static IReadOnlyDictionary<CanonicalPath, PathKind> Kinds(params string[] entries) =>
        entries.ToDictionary(e => Path(e[2..]), e => e[0] switch
        {
            'd' => PathKind.Directory, 'f' => PathKind.File, 'l' => PathKind.Symlink,
            _ => throw new ArgumentException(e, nameof(entries)),
        });

    private static Dictionary<CanonicalPath, PathKind> With(HostFacts host, params string[] entries) =>
        host.Paths.Concat(Kinds(entries)).ToDictionary();
}
