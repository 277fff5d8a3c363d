using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Diagnostics;
using Pinfold.Core.Paths;
using Pinfold.Core.Planning;
using Pinfold.Launcher;
using Pinfold.Linux.Seccomp;

namespace Pinfold.Linux.Processes;

/// <summary>Writes a plan and a request as the launcher's operations (<see cref="LaunchOp"/>).</summary>
internal sealed class LaunchPlanEncoder
{
    private readonly List<PlanStep?> _origins = [];
    private int? _egress;
    private byte[] _buffer = new byte[16384];
    private int _length = LaunchPlanHead.Bytes;

    /// <summary>The encoded plan.</summary>
    internal ReadOnlySpan<byte> Bytes => _buffer.AsSpan(0, _length);

    /// <summary>The step that operation <paramref name="index"/> came from; null for the start itself.</summary>
    internal PlanStep? Origin(int index) => index >= 0 && index < _origins.Count ? _origins[index] : null;

    internal static LaunchPlanEncoder Encode(Plan plan, LaunchRequest request, uint uid, uint gid,
        IReadOnlyDictionary<int, int> listeners, int? egress = null)
    {
        var encoder = new LaunchPlanEncoder { _egress = egress };
        var roots = plan.Steps.Where(s => s is PlanStep.Writable or PlanStep.Reveal or PlanStep.OwnerView).ToArray();
        foreach (var step in plan.Steps)
        {
            encoder.Step(step, uid, gid, Array.IndexOf(roots, step), listeners);
            if (step is not PlanStep.CreateNamespaces) continue;
            foreach (var root in roots)
                encoder.Add(LaunchOp.Grab, root, [IsGranted(plan, root) ? 0u : 1u], GrabbedPath(root).Value);
        }

        encoder.Start(request);
        BinaryPrimitives.WriteUInt32LittleEndian(encoder._buffer, LaunchPlanHead.Magic);
        BinaryPrimitives.WriteInt32LittleEndian(encoder._buffer.AsSpan(4), encoder._length);
        return encoder;
    }

    private void Step(PlanStep step, uint uid, uint gid, int root, IReadOnlyDictionary<int, int> listeners)
    {
        switch (step)
        {
            case PlanStep.JoinCgroup s: Add(LaunchOp.JoinCgroup, s, [s.Processes, s.Memory], s.Path.Value); break;
            case PlanStep.GrantAccess s: Add(LaunchOp.GrantAccess, s, [s.Write ? 1u : 0u], s.Path.Value); break;
            case PlanStep.Placeholder s: Path(LaunchOp.Placeholder, s, s.Path); break;
            case PlanStep.CreateNamespaces s: Add(LaunchOp.CreateNamespaces, s, [(ulong)s.Kinds, uid, gid]); break;
            case PlanStep.ReadOnlyRoot s: Add(LaunchOp.ReadOnlyRoot, s, []); break;
            case PlanStep.PrivateProc s: Add(LaunchOp.PrivateProc, s, [s.LockControls ? 1u : 0u]); break;
            case PlanStep.PrivateDevices s: Add(LaunchOp.PrivateDevices, s, []); break;
            case PlanStep.PrivateFolder s:
                Add(LaunchOp.PrivateFolder, s, [(ulong)s.Bytes, (ulong)s.Mode, s.Sealed ? 1u : 0u], s.Path.Value);
                break;
            case PlanStep.Writable s: Add(LaunchOp.Place, s, [(ulong)root, 0], s.Path.Value); break;
            // the read-only step follows
            case PlanStep.Reveal s: Add(LaunchOp.Place, s, [(ulong)root, 0], s.Path.Value); break;
            case PlanStep.OwnerView s: Add(LaunchOp.Place, s, [(ulong)root, 1], s.Path.Value); break;
            case PlanStep.Pin s: Path(LaunchOp.Pin, s, s.Path); break;
            case PlanStep.ReadOnly s: Path(LaunchOp.ReadOnly, s, s.Path); break;
            case PlanStep.Hide s: Add(LaunchOp.Hide, s, [s.IsDirectory ? 1u : 0u], s.Path.Value); break;
            case PlanStep.LoopbackUp s: Add(LaunchOp.LoopbackUp, s, []); break;
            case PlanStep.Egress s: Egress(s, listeners); break;
            case PlanStep.ForwardPort s: Add(LaunchOp.ForwardPort, s, [(ulong)s.Port, (ulong)listeners[s.Port]]); break;
            case PlanStep.Limit s: Add(LaunchOp.Limit, s, [(ulong)s.Resource, s.Value]); break;
            case PlanStep.DropCapabilities s: Add(LaunchOp.DropCapabilities, s, []); break;
            case PlanStep.NoNewPrivileges s: Add(LaunchOp.NoNewPrivileges, s, []); break;
            case PlanStep.Landlock s: Landlock(s); break;
            case PlanStep.Seccomp s: Seccomp(s); break;
            default: throw new UnreachableException(step.GetType().Name);
        }
    }

    /// <summary>Where the account is let in by access list, owners cannot be mapped, nor need they be.</summary>
    private static bool IsGranted(Plan plan, PlanStep root) =>
        plan.Steps.Any(s => s is PlanStep.GrantAccess g
            && (g.Write || root is PlanStep.Reveal) && GrabbedPath(root).IsWithin(g.Path));

    private static CanonicalPath GrabbedPath(PlanStep step) => step switch
    {
        PlanStep.Writable s => s.Path,
        PlanStep.Reveal s => s.Path,
        PlanStep.OwnerView s => s.Path,
        _ => throw new UnreachableException(step.GetType().Name),
    };

    /// <summary>Where nobody takes the sockets, none are made: the routes alone lead nowhere.</summary>
    /// <remarks>Names are asked for at port 53 by TCP too, unless a server inside is to have it.</remarks>
    private void Egress(PlanStep.Egress step, IReadOnlyDictionary<int, int> listeners)
    {
        Add(LaunchOp.LocalEverywhere, step, []);
        if (_egress is not { } descriptor) return;
        Add(LaunchOp.Listen, step, [0, (ulong)step.Proxy]);
        Add(LaunchOp.Listen, step, [2, 53]);
        foreach (var port in step.Ports) Add(LaunchOp.Listen, step, [1, (ulong)port]);
        if (!step.Ports.Contains(53) && !listeners.ContainsKey(53)) Add(LaunchOp.Listen, step, [1, 53]);
        Add(LaunchOp.HandSockets, step, [(ulong)descriptor]);
    }

    private void Landlock(PlanStep.Landlock step)
    {
        Add(LaunchOp.LandlockBegin, step, [step.HandledFs, step.HandledNet, step.Scoped]);
        foreach (var rule in step.Rules) Add(LaunchOp.LandlockAllow, step, [rule.Access], rule.Path.Value);
        Add(LaunchOp.LandlockEnforce, step, []);
    }

    private void Seccomp(PlanStep.Seccomp step)
    {
        var program = SeccompFilter.Compile(step.Rules);
        var payload = Begin(LaunchOp.Seccomp, step, 8 + program.Length);
        var supervise = step.Rules.HasFlag(SyscallRules.SuperviseConnect) ? 1u : 0u;
        if (step.Rules.HasFlag(SyscallRules.NoAbstract)) supervise |= 2;
        if (step.Rules.HasFlag(SyscallRules.NoInet)) supervise |= 4;
        BinaryPrimitives.WriteUInt64LittleEndian(payload, supervise);
        program.CopyTo(payload[8..]);
    }

    private void Start(LaunchRequest request)
    {
        var deadline = request.Deadline is { } d ? (ulong)Math.Max(1, d.TotalMilliseconds) : 0;
        Add(LaunchOp.Start, null, [deadline, request.OwnTerminal ? 1u : 0u], request.WorkingDirectory.Value);
        foreach (var argument in request.Argv) Add(LaunchOp.Argument, null, [], argument);
        foreach (var (name, value) in request.Environment) Add(LaunchOp.Variable, null, [], name + "=" + value);
        foreach (var candidate in Candidates(request)) Add(LaunchOp.Candidate, null, [], candidate);
        if (request.Afterwards is not { } after) return;
        Add(LaunchOp.Afterwards, null, [], after.Argv[0]);
        foreach (var argument in after.Argv) Add(LaunchOp.AfterwardsArgument, null, [], argument);
        foreach (var (name, value) in after.Environment) Add(LaunchOp.AfterwardsVariable, null, [], name + "=" + value);
    }

    /// <summary>Where execvp(3) would look: the name itself when it has a slash, else each folder of PATH.</summary>
    private static IEnumerable<string> Candidates(LaunchRequest request)
    {
        var program = request.Argv[0];
        if (program.Contains('/', StringComparison.Ordinal))
        {
            yield return program;
            yield break;
        }

        var path = request.Environment.LastOrDefault(v => v.Key == "PATH").Value;
        foreach (var folder in (path ?? "/usr/local/bin:/usr/bin:/bin").Split(':'))
            yield return folder.Length == 0 ? "./" + program : folder + "/" + program;
    }

    private void Path(LaunchOp op, PlanStep step, CanonicalPath path) => Add(op, step, [], path.Value);

    private void Add(LaunchOp op, PlanStep? origin, ReadOnlySpan<ulong> numbers, string? text = null)
    {
        var bytes = text is null ? [] : OsText.Encode(text);
        var payload = Begin(op, origin, (8 * numbers.Length) + (text is null ? 0 : bytes.Length + 1));
        for (var i = 0; i < numbers.Length; i++)
            BinaryPrimitives.WriteUInt64LittleEndian(payload[(8 * i)..], numbers[i]);
        bytes.CopyTo(payload[(8 * numbers.Length)..]);
    }

    private Span<byte> Begin(LaunchOp op, PlanStep? origin, int payload)
    {
        var padded = (payload + 7) & ~7;
        while (_buffer.Length < _length + 8 + padded) Array.Resize(ref _buffer, _buffer.Length * 2);
        _origins.Add(origin);
        var at = _buffer.AsSpan(_length);
        BinaryPrimitives.WriteUInt32LittleEndian(at, (uint)op);
        BinaryPrimitives.WriteInt32LittleEndian(at[4..], payload);
        _length += 8 + padded;
        return at.Slice(8, payload);
    }
}
