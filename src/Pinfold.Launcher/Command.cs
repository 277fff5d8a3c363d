using Pinfold.Launcher.Native;

namespace Pinfold.Launcher;

/// <summary>The last steps before the command: terminal, signals, filter, exec.</summary>
internal static unsafe class Command
{
    internal static void Run(Session* s)
    {
        LaunchPlan* plan = &s->Plan;
        plan->Find(LaunchOp.Start);
        uint start = plan->Step;
        bool ownTerminal = plan->Number(1) != 0;
        Check(start, Sys.Call(Sys.Chdir, (nint)plan->Text(2)));
        if (ownTerminal)
        {
            Check(start, Sys.Call(Sys.Setsid));
            Check(start, Sys.Call(Sys.Ioctl, 0, 0x540E /* TIOCSCTTY */, 0));
        }

        byte** vector = Vectors(plan, out byte** environment, out byte** candidates);
        Sys.Call(Sys.Prctl, 1 /* PR_SET_PDEATHSIG */, Sys.SIGKILL); // for the mode without a pid namespace
        if (plan->Find(LaunchOp.Seccomp)) Check(plan->Step, LoadFilter(s, plan));
        Check(start, Report.Send(LaunchStatus.Applied, 0, 0));
        Check(start, Sys.Call(Sys.CloseRange, 3, 0x7fffffff, 4 /* CLOSE_RANGE_CLOEXEC */));
        Check(start, Signals.Reset());
        nint error = -Sys.ENOENT;
        for (; *candidates != null; candidates++)
        {
            nint result = Sys.Call(Sys.Execve, (nint)(*candidates), (nint)vector, (nint)environment);
            if (error == -Sys.ENOENT || error == -Sys.ENOTDIR) error = result;
            if (result != -Sys.ENOENT && result != -Sys.ENOTDIR && result != -Sys.EACCES) break;
        }

        Report.Send(LaunchStatus.ExecFailed, start, -(int)error);
        Sys.Exit(126);
    }

    private static void Check(uint step, nint result)
    {
        if (result < 0) Report.Fail(step, result);
    }

    private static nint LoadFilter(Session* s, LaunchPlan* plan)
    {
        SockFprog program;
        program.Length = (ushort)((plan->PayloadLength - 8) / 8);
        program.Filter = plan->Text(1);
        nint flags = s->SuperviseConnect ? 8 | 32 /* NEW_LISTENER | WAIT_KILLABLE_RECV */ : 0;
        nint listener = Sys.Call(Sys.Seccomp, 1 /* SECCOMP_SET_MODE_FILTER */, flags, (nint)(&program));
        if (listener < 0 || !s->SuperviseConnect) return listener;
        nint sent = Supervisor.SendListener(s->HandWrite, listener);
        Sys.CloseFd(listener);
        return sent;
    }

    private static byte** Vectors(LaunchPlan* plan, out byte** environment, out byte** candidates)
    {
        LaunchPlan ahead = *plan; // a copy, so that the cursor stays
        nint room = 1;
        while (ahead.Next()) room++;
        nint memory = Sys.Call(Sys.Mmap, 0, 3 * room * 8, 3, 0x22 /* MAP_PRIVATE|MAP_ANONYMOUS */, -1, 0);
        if (memory < 0 && memory > -4096) Report.Fail(plan->Step, memory);
        byte** vector = (byte**)memory;
        environment = vector + room;
        candidates = environment + room;
        int arguments = 0, variables = 0, tries = 0;
        while (plan->Next())
        {
            if (plan->Op == LaunchOp.Argument) vector[arguments++] = plan->Text(0);
            else if (plan->Op == LaunchOp.Variable) environment[variables++] = plan->Text(0);
            else if (plan->Op == LaunchOp.Candidate) candidates[tries++] = plan->Text(0);
        }

        return vector;
    }
}
