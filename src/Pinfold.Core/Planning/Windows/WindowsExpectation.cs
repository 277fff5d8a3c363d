using System.Collections.Immutable;
using Pinfold.Core.Enforcement;
using Pinfold.Core.Paths;
using Pinfold.Core.Policy;
using Pinfold.Core.WindowsModel;
using Pinfold.Core.WindowsModel.Access;
using Pinfold.Core.WindowsModel.Rights;
using static Pinfold.Core.Enforcement.Control;
using static Pinfold.Core.Enforcement.EnforcementStatus;

namespace Pinfold.Core.Planning.Windows;

/// <summary>
/// What a Windows plan will enforce when all of its steps succeed. The one place where a claim is made: without its
/// step there is none.
/// </summary>
internal sealed class WindowsExpectation
{
    private const string Audited = "labels, held names, audit after the command";

    private const string Elevated =
        "the elevated mode: 'pinfold setup' once, as an administrator, then --mode elevated";
    private readonly SandboxPolicy _policy;
    private readonly WindowsHostFacts _host;
    private readonly ImmutableArray<WindowsStep> _steps;
    private readonly SortedDictionary<Control, string> _remedies = [];
    private readonly bool _isBelow, _hasToken;

    private WindowsExpectation(SandboxPolicy policy, WindowsHostFacts host, ImmutableArray<WindowsStep> steps)
    {
        (_policy, _host, _steps) = (policy, host, steps);
        _isBelow = IntegrityCheck.Dominates(host.Token.IntegrityLevel, WellKnownSids.Medium);
        _hasToken = steps.Any(
            s => s is WindowsStep.CreateToken t && t.Level == FenceLevel.Sid && !t.RestrictingSids.Contains(host.User));
    }

    internal static WindowsPlan Of(
        SandboxPolicy policy, WindowsHostFacts host,
        ImmutableArray<WindowsStep> steps, WindowsRoots roots, WindowsNames names,
        WindowsSecrets secrets)
    {
        var plan = new WindowsExpectation(policy, host, steps);
        ImmutableArray<ControlReport> controls = policy.Profile == Profile.FullAccess
            ? plan.NoFence()
            : plan.Fence(roots, names, secrets);
        return new(steps, new(controls), plan._remedies.ToImmutableSortedDictionary());
    }

    private ImmutableArray<ControlReport> NoFence() =>
    [
        .. Enum.GetValues<Control>().Select(control => control == Control.Limits
            ? LimitsOf() with { Asked = false }
            : new ControlReport(control, NotEnforced, "the profile full-access asks for no fence", Asked: false)),
    ];

    private ImmutableArray<ControlReport> Fence(WindowsRoots roots, WindowsNames names, WindowsSecrets secrets) =>
    [
        WritesOf(roots), HandoffsOf(roots, names), SecretsOf(secrets),
        TempOf(), NetworkOf(), SocketsOf(), ProcessesOf(), TreeOf(),
        PrivilegesOf(),
        new(Syscalls, NotEnforced, "Windows has no filter for system calls", Asked: false),
        Has<WindowsStep.PassHandles>()
            ? new(Descriptors, Enforced, "a list of handles")
            : new(Descriptors, NotEnforced, "no list of handles"),
        Has<WindowsStep.FilterEnvironment>()
            ? new(Control.Environment, Enforced, "filtered by the policy's rules")
            : new(Control.Environment, NotEnforced, "not filtered"),
        LimitsOf(),
    ];

    private ControlReport WritesOf(WindowsRoots roots)
    {
        if (Unfenced(Writes) is { } report) return report;
        var missing = string.Concat(roots.Unusable.Select(r => $"; {r}"));
        var bare = _host.Volumes.Where(v => !v.HasAcls)
            .Select(v => $"{WindowsPath.ToWin32(v.Root)} ({v.FileSystem}) has no access lists and can be written")
            .ToList();
        if (bare.Count > 0) _remedies[Writes] = "take the volume out, or give it NTFS";
        foreach (var gap in _host.VolumeGaps)
        {
            bare.Add(gap);
            _remedies.TryAdd(Writes, Elevated);
        }

        var kept = _steps.OfType<WindowsStep.DenyDeleteChild>()
            .Select(s => s.Path).ToHashSet(WindowsPathComparer.Instance);
        foreach (var folder in _host.LowFolders.Where(f => !kept.Contains(f.Path)))
        {
            bare.Add($"what lies in {WindowsPath.ToWin32(folder.Path)} can be deleted");
            _remedies.TryAdd(Writes, Elevated);
        }

        bare.AddRange(PastTheFence(
            Writes, RootRights.Denied, share => !roots.Usable.Any(r => WindowsPath.IsWithin(share.Path, r.Path))));
        return bare.Count > 0
            ? new(Writes, Partial,
                $"write-restricted token, level {FenceLevel.Rid}; {string.Join("; ", bare)}{missing}{CostOf(roots)}")
            : new(Writes, Enforced, $"write-restricted token, level {FenceLevel.Rid}{missing}{CostOf(roots)}");
    }

    /// <summary>What the label of a root takes from the user (docs/decisions/0012); for both modes.</summary>
    internal static string CostOf(WindowsRoots roots) =>
        roots.Usable.IsEmpty ? ""
        : roots.Usable.All(r => !r.Label.LowersPrograms)
            ? $"; what a command made may run at level {FenceLevel.Rid} when you start it; your programs of low level may write in roots"
        : $"; programs whose files lie in a root run at level {FenceLevel.Rid} when you start them too, and write nothing outside of roots, until 'pinfold uninstall --mine'";

    private ControlReport HandoffsOf(WindowsRoots roots, WindowsNames names)
    {
        if (roots.Usable.IsEmpty) return Unfenced(Handoffs) ?? new(Handoffs, Enforced, "nothing is writable");
        if (Unfenced(Handoffs) is { } report) return report;
        string[] open =
            [.. names.Open,
                .. PastTheFence(Handoffs, RootRights.Denied, share => roots.Usable.Any(r => share.Touches(r.Path)))];
        if (open.Length == 0) return new(Handoffs, Enforced, Audited);
        if (!names.Open.IsEmpty) _remedies[Handoffs] = "make yourself the owner of what is named";
        return new(Handoffs, Partial, string.Join("; ", open));
    }

    /// <summary>
    /// Shares of this computer that matter: its server knows the user, and neither restricting SIDs nor levels.
    /// </summary>
    private string[] PastTheFence(Control control, AccessMask rights, Func<WindowsShare, bool> matters)
    {
        var open = _host.Shares.Where(s => matters(s) && s.Lets(_host.Token, rights));
        string[] found = [.. open.Select(s => s.ToString()), .. _host.ShareGaps];
        if (found.Length > 0) _remedies.TryAdd(control, $"end the sharing ('net share NAME /delete'); or {Elevated}");
        return found;
    }

    private ControlReport SecretsOf(WindowsSecrets secrets)
    {
        if (Unfenced(Secrets) is { } report) return report;
        var open = secrets.Open.ToList();
        if (_policy.DenyRead.Any(r => r.Glob is not null))
        {
            _remedies[Secrets] = _host.AuditedSecrets is null
                ? "run 'pinfold audit'"
                : "name the paths without a pattern";
            open.Add(_host.AuditedSecrets is null
                ? "what patterns in deny_read match is not known before the first audit"
                : "of what patterns in deny_read match, only what the last audit found is hidden");
        }

        open.AddRange(PastTheFence(
            Secrets, FileRights.ReadData,
            share => _policy.DenyRead.Any(r => share.Touches(r.Prefix)) || share.Touches(_host.State)));
        if (open.Count == 0) return new(Secrets, Enforced, "labels of level medium that lower levels cannot read");
        _remedies.TryAdd(Secrets, "make yourself the owner of what is named");
        return new(Secrets, Partial, string.Join("; ", open));
    }

    private ControlReport TempOf() => Unfenced(Temp) ?? (Has<WindowsStep.PrivateTemp>()
        ? new(Temp, Enforced, "private folder")
        : new(Temp, NotEnforced, $"{WindowsPath.ToWin32(_host.Temp)} is on a volume without access lists"));

    private ControlReport NetworkOf()
    {
        if (_policy.Network == NetworkMode.Online)
            return new(Network, NotEnforced, "the policy asks for the host's network", Asked: false);
        _remedies[Network] = $"{Elevated}; or accept = [\"network\"]";
        return new(Network, NotEnforced, "Windows limits the network of an account, not of a token");
    }

    private ControlReport SocketsOf()
    {
        if (Unfenced(Sockets) is { } report) return report;
        _remedies[Sockets] = $"{Elevated}; or accept = [\"sockets\"]";
        return new(Sockets, Partial,
            "pipes and sockets of level medium cannot be written; servers that let lower levels in (RPC, COM) decide by themselves");
    }

    private ControlReport ProcessesOf()
    {
        if (Unfenced(Processes) is { } report) return report;
        if (!Has<WindowsStep.CreateWindowStation>() || !Has<WindowsStep.CreateDesktop>())
            return new(Processes, NotEnforced, "no desktop of its own");
        var others = "your other programs of level medium cannot be read, changed or driven, but seen and ended; those of low level cannot be changed, but read; your desktop can be opened; ";
        if (HasKeys)
        {
            _remedies[Processes] = $"{Elevated}; or accept = [\"processes\"]";
            return new(Processes, Partial, others
                + "sessions of yours at the same time cannot open each other's commands, but can be let in by them");
        }

        _remedies[Processes] = $"{Elevated}; or run one session at a time and accept = [\"processes\"]";
        var pairs = SessionKeys.PairsOf(_host.Token).Length;
        var why = !_host.TellsSessionsApart ? "this system does not tell sessions of yours apart"
            : pairs == 0 ? "your token has too few groups to tell sessions of yours apart"
            : $"{pairs} sessions of yours run already, and no more can be told apart";
        return new(Processes, Partial,
            $"{others}{why}: others at the same time can read this one's commands and borrow their tokens, so reach its roots");
    }

    private ControlReport TreeOf() =>
        _steps.Any(s => s is WindowsStep.CreateJob j && j.Limits.HasFlag(JobLimits.KillOnJobClose))
            ? new(Tree, Enforced, "a job without breakaway, closed with pinfold")
            : new(Tree, NotEnforced, "no job");

    private ControlReport PrivilegesOf() => Unfenced(Control.Privileges)
        ?? new(Control.Privileges, Enforced, "no privilege but SeChangeNotify, administrators' groups for deny only");

    private ControlReport LimitsOf() => LimitsOf(_policy, _steps);

    internal static ControlReport LimitsOf(SandboxPolicy policy, ImmutableArray<WindowsStep> steps)
    {
        if (policy.GuardDeletions is not null)
            return new(Control.Limits, Partial, "guard.deletions is not counted by this version");
        if (policy.Limits.Temp is not null) return new(Control.Limits, Partial, "temporary files are not limited");
        var job = steps.OfType<WindowsStep.CreateJob>().FirstOrDefault();
        if (policy.Limits.Processes is not null && job?.Limits.HasFlag(JobLimits.ActiveProcess) != true)
            return new(Control.Limits, Partial, "processes are not limited");
        if (policy.Limits.Memory is not null && job?.Limits.HasFlag(JobLimits.JobMemory) != true)
            return new(Control.Limits, Partial, "memory is not limited");
        return new(Control.Limits, Enforced, "job, deadline");
    }

    /// <summary>What all claims about access rest on: the token, and a pinfold that stands above it.</summary>
    private ControlReport? Unfenced(Control control)
    {
        if (!_hasToken) return new(control, NotEnforced, "no restricted token of its own level");
        if (!_host.TokenGaps.IsEmpty)
        {
            _remedies[control] = "run pinfold on Windows itself, not under Wine";
            return new(control, NotEnforced,
                $"this system does not restrict tokens: {string.Join(", ", _host.TokenGaps)}");
        }

        if (_isBelow) return null;
        _remedies[control] = "start pinfold as an ordinary program of yours";
        return new(control, NotEnforced,
            $"pinfold itself runs at the level {_host.Token.IntegrityLevel}, below medium");
    }

    /// <summary>
    /// The session's token is told apart from every other one, and what it makes is open to it alone.
    /// </summary>
    private bool HasKeys => _host.Keys is { } keys && _steps.OfType<WindowsStep.CreateToken>().Any(t =>
        SessionKeys.DenyOnly(_host.Token, keys).All(t.DenyOnly.Contains)
        && SecurityDescriptor.Parse(t.DefaultDacl)
            .Dacl!.Aces.All(a => a.Sid != _host.User || keys.Condition.Equals(a.ReadCondition())));

    private bool Has<T>()
        where T : WindowsStep => _steps.Any(s => s is T);
}
