using System.Runtime;
using Pinfold.Launcher.Native;

namespace Pinfold.Launcher;

/// <summary>
/// The outer process: takes names on the host, clones the first process into its namespaces, keeps the deadline,
/// passes signals on, and cleans up. It leaves the caller's session, so that a signal to the caller's group does not stop the cleaning.
/// </summary>
internal static unsafe class Program
{
    private const nint PlanFd = 3;

    /// <summary>SIGRTMAX from the caller: kill the tree, clean up.</summary>
    private const uint EndTree = 64;

    private const long Never = 0x7fffffffffffffff;

    [RuntimeExport("pinfold_main")]
    private static int Main(nint* stack)
    {
        Session session;
        Session* s = &session;
        byte* zero = (byte*)s;
        for (int i = 0; i < sizeof(Session); i++) zero[i] = 0;

        Signals.BlockAll();
        int fault;
        if (LaunchPlan.Load(&s->Plan, PlanFd, &fault) < 0)
        {
            Report.Send(LaunchStatus.BadPlan, 0, fault);
            return 125;
        }

        Sys.CloseFd(PlanFd);
        Placeholders names;
        names.Count = 0;
        if (!TakeNames(s, &names) || !CloneFirst(s))
        {
            s->Cgroups.Remove();
            names.Remove();
            return 125;
        }

        int status = Outlive(s);
        s->Cgroups.Remove();
        names.Remove();
        return status;
    }

    private static bool TakeNames(Session* s, Placeholders* names)
    {
        LaunchPlan* plan = &s->Plan;
        while (plan->Next() && plan->Op != LaunchOp.CreateNamespaces)
        {
            nint result = plan->Op == LaunchOp.Placeholder ? names->Take(plan->Text(0))
                : plan->Op == LaunchOp.JoinCgroup ? s->Cgroups.Add(plan->Text(0)) : -Sys.EINVAL;
            if (result >= 0) continue;
            Report.Send(LaunchStatus.StepFailed, plan->Step, -(int)result);
            return false;
        }

        return plan->Op == LaunchOp.CreateNamespaces;
    }

    private static bool CloneFirst(Session* s)
    {
        LaunchPlan* plan = &s->Plan;
        nint flags = (nint)plan->Number(0);
        s->HasPidNamespace = (flags & 0x20000000) != 0;
        int* go = stackalloc int[2];
        if (Sys.Call(Sys.Pipe2, (nint)go, Sys.O_CLOEXEC) < 0) return false;
        s->GoRead = go[0];
        s->GoWrite = go[1];
        s->Init = Sys.Call(Sys.Clone, flags | Sys.SIGCHLD);
        if (s->Init == 0) FirstProcess.Run(s);
        if (s->Init < 0)
        {
            Report.Send(LaunchStatus.StepFailed, plan->Step, -(int)s->Init);
            return false;
        }

        nint joined = s->Cgroups.Join(s->Init, out uint step);
        if (joined < 0)
        {
            Report.Send(LaunchStatus.StepFailed, step, -(int)joined);
            Sys.CloseFd(s->GoWrite); // the first process ends: it was never told to go
            return Reaped(s);
        }

        Sys.Call(Sys.Setsid);
        Sys.CloseFd(s->GoRead);
        for (nint fd = 0; fd < 3; fd++) Sys.CloseFd(fd);
        Sys.Call(Sys.Write, s->GoWrite, (nint)(&go), 1);
        Sys.CloseFd(s->GoWrite);
        return true;
    }

    private static bool Reaped(Session* s)
    {
        int status;
        Sys.Call(Sys.Wait4, s->Init, (nint)(&status), 0, 0);
        return false;
    }

    /// <summary>Waits for the first process; kills it at the deadline, or when the caller is gone.</summary>
    private static int Outlive(Session* s)
    {
        s->Plan.Find(LaunchOp.Start);
        long left = (long)s->Plan.Number(0);
        long deadline = left == 0 ? Never : Sys.Now() + left;
        bool timedOut = false;
        PollFd* poll = stackalloc PollFd[2];
        poll[0].Fd = (int)Signals.Open();
        poll[1].Fd = (int)Sys.Call(Sys.PidfdOpen, Sys.Call(Sys.Getppid), 0);
        poll[0].Events = poll[1].Events = PollFd.In;
        while (true)
        {
            int status;
            if (Sys.Call(Sys.Wait4, s->Init, (nint)(&status), 1 /* WNOHANG */, 0) == s->Init)
            {
                if (timedOut) Report.Send(LaunchStatus.TimedOut, 0, 0);
                return 0;
            }

            long now = Sys.Now();
            if (now >= deadline && !timedOut)
            {
                timedOut = true;
                Sys.Call(Sys.Kill, s->Init, Sys.SIGKILL);
            }

            long* wait = stackalloc long[2];
            long remaining = deadline == Never || timedOut ? 3_600_000 : deadline - now;
            wait[0] = remaining / 1000;
            wait[1] = remaining % 1000 * 1_000_000;
            poll[0].Revents = poll[1].Revents = 0;
            Sys.Call(Sys.Ppoll, (nint)poll, 2, (nint)wait, 0, 8);
            if (poll[1].Revents != 0)
            {
                poll[1].Fd = -1;
                Sys.Call(Sys.Kill, s->Init, Sys.SIGKILL);
            }

            SignalInfo info;
            while (Signals.Read(poll[0].Fd, &info))
                if (info.Signal != Sys.SIGCHLD) Sys.Call(Sys.Kill, s->Init, info.Signal == EndTree ? Sys.SIGKILL : (nint)info.Signal);
        }
    }
}
