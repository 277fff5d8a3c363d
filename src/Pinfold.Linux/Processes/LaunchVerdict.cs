using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Net;
using Pinfold.Core.Decisions;
using Pinfold.Core.Enforcement;
using Pinfold.Core.Paths;
using Pinfold.Core.Planning;
using Pinfold.Launcher;
using Pinfold.Linux.Native;
using static Pinfold.Linux.Native.Errno;

namespace Pinfold.Linux.Processes;

/// <summary>What the launcher's records mean. What they do not say happened did not happen.</summary>
internal static class LaunchVerdict
{
    private const int AfUnix = 1, AfInet = 2, AfInet6 = 10;

    /// <param name="records">In the order in which they were written.</param>
    /// <param name="plan">What was to be applied.</param>
    /// <param name="origin">From an operation's index to the step it came from.</param>
    /// <param name="launcherSignal">The signal that killed the launcher, or 0.</param>
    internal static LaunchResult Of(List<LaunchRecord> records, Plan plan, Func<int, PlanStep?> origin,
        int launcherSignal)
    {
        LaunchRecord? First(LaunchStatus status) => records.FirstOrDefault(r => r.Status == status);
        if (First(LaunchStatus.BadPlan) is { } bad) return Failed($"the launcher refused the plan at byte {bad.Value}");
        if (First(LaunchStatus.BadStream) is { } stream)
        {
            var name = stream.Value switch { 0 => "input", 1 => "output", _ => "error" };
            return Failed($"standard {name} would lead out of the fence: give a file, a pipe, a terminal or a local stream socket");
        }

        if (First(LaunchStatus.StepFailed) is { } failed)
        {
            var step = origin(failed.Step);
            var what = step?.Describe() ?? "start the command in its working folder";
            return Failed(
                $"{what}: {LinuxException.Symbol(failed.Value)} ({failed.Value}){Remedy(step, failed.Value)}") with
                { FailedStep = step };
        }

        if (First(LaunchStatus.ExecFailed) is { } exec)
        {
            var missing = exec.Value is 2 or 20;
            return new(missing ? LaunchOutcome.NotFound : LaunchOutcome.NotExecutable,
                missing ? 127 : 126, plan.Expected,
                LinuxException.Symbol(exec.Value));
        }

        if (First(LaunchStatus.Applied) is null)
            return Failed(launcherSignal != 0
                ? $"the launcher was killed by signal {launcherSignal}"
                : "the launcher ended before the plan was applied");
        return Ended(First(LaunchStatus.Ended), First(LaunchStatus.TimedOut) is not null, plan) with
        {
            Denials = [.. records.Select(r => Refused(r, origin)).OfType<Denial>().Distinct()],
            DenialsOmitted = First(LaunchStatus.DeniedMore)?.Value ?? 0,
        };
    }

    /// <summary>What a user can do about it, where that is known.</summary>
    private static string Remedy(PlanStep? step, int errno) => (step, errno) switch
    {
        (PlanStep.CreateNamespaces, EPERM or ENOSPC or EUSERS) =>
            "; this user may make no user namespace here (a limit of a namespace around it, a chroot, "
                + "or a security module): allow them, or run outside of that",
        (PlanStep.Placeholder s, EACCES or EPERM) =>
            $"; {s.Path.Parent} may not be written: chmod u+w {ShellText.Quote(s.Path.Parent.Value)} if it is yours, else run as its owner;"
            + " or only read it with --profile read-only",
        (PlanStep.Writable or PlanStep.OwnerView or PlanStep.ReadOnly or PlanStep.Pin, EACCES) =>
            "; it or a folder on the way to it is closed to you: chmod u+rwx what is yours of it, else run as its owner",
        (PlanStep.Placeholder s, EROFS) => $"; {s.Path.Parent} is read-only",
        (PlanStep.Placeholder or PlanStep.JoinCgroup, ENOSPC or EDQUOT) => "; the file system is full",
        (_, EMFILE) => "; raise the limit of open files (ulimit -n)",
        _ => "",
    };

    private static LaunchResult Ended(LaunchRecord? ended, bool timedOut, Plan plan)
    {
        if (timedOut) return new(LaunchOutcome.TimedOut, 124, plan.Expected, null);
        // the tree was killed from outside
        if (ended is null) return new(LaunchOutcome.Signalled, 128 + 9, plan.Expected, null);
        var signal = ended.Value & 0x7f;
        return signal == 0
            ? new(LaunchOutcome.Exited, (ended.Value >> 8) & 0xff, plan.Expected, null)
            : new(LaunchOutcome.Signalled, 128 + signal, plan.Expected, null);
    }

    private static LaunchResult Failed(string why)
    {
        var none = Enum.GetValues<Control>()
            .Select(c => new ControlReport(c, EnforcementStatus.NotEnforced, "nothing ran"));
        return new(LaunchOutcome.Failed, 125, new EnforcementReport([.. none]), why);
    }

    private static Denial? Refused(LaunchRecord record, Func<int, PlanStep?> origin) => record.Status switch
    {
        LaunchStatus.Denied => Address(record.Text),
        LaunchStatus.LimitHit => new(record.Value == 0 ? DenialKind.Processes : DenialKind.Memory,
            (origin(record.Step) as PlanStep.JoinCgroup)?.Path.Value ?? ""),
        _ => null,
    };

    /// <summary>struct sockaddr of unix(7), ip(7), ipv6(7).</summary>
    private static Denial? Address(ReadOnlySpan<byte> address)
    {
        if (address.Length < 2) return null;
        switch (BinaryPrimitives.ReadUInt16LittleEndian(address))
        {
            case AfUnix:
                var path = address[2..];
                if (path.Length > 0 && path[0] == 0) return new(DenialKind.UnixSocket, "@" + OsText.Decode(path[1..]));
                var end = path.IndexOf((byte)0);
                return new(DenialKind.UnixSocket, OsText.Decode(end < 0 ? path : path[..end]));
            case AfInet when address.Length >= 8:
                return new(DenialKind.Address,
                    new IPEndPoint(new IPAddress(address.Slice(4, 4)), Port(address)).ToString());
            case AfInet6 when address.Length >= 24:
                return new(DenialKind.Address,
                    new IPEndPoint(new IPAddress(address.Slice(8, 16)), Port(address)).ToString());
            default: return null;
        }
    }

    private static int Port(ReadOnlySpan<byte> address) => BinaryPrimitives.ReadUInt16BigEndian(address[2..]);
}
