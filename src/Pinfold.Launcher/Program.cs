using System.Runtime;
using Pinfold.Launcher.Native;

namespace Pinfold.Launcher;

/// <summary>
/// The outer process: takes names on the host, clones the first process into its namespaces, keeps the deadline,
/// passes signals on, and cleans up. It leaves the caller's session, so that a signal to the caller's group does not
/// stop the cleaning.
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

        if (Signals.BlockAll() < 0 || Signals.HearOfChildren() < 0) return 125;
        int fault;
        if (LaunchPlan.Load(&s->Plan, PlanFd, &fault) < 0)
        {
            Report.Send(LaunchStatus.BadPlan, 0, fault);
            return 125;
        }

        Sys.CloseFd(PlanFd);
        nint identity = Identity.Load(&s->Identity, s->Plan);
        if (identity < 0)
        {
            Report.Send(LaunchStatus.StepFailed, 0, -(int)identity);
            return 125;
        }

        Placeholders names;
        names.Count = 0;
        int status = TakeNames(s, &names) && CheckStreams(s) && CloneFirst(s) ? Outlive(s) : 125;
        bool settled = names.Remove() & Identity.AsRoot(&s->Identity) >= 0 & s->Cgroups.Remove();
        if (status == 0 && (CallerIsGone() || (settled && Report.Send(LaunchStatus.Settled, 0, 0) < 0))
            && Identity.BecomeCaller(&s->Identity) >= 0) Afterwards.Run(&s->Plan);
        return status;
    }

    private static bool TakeNames(Session* s, Placeholders* names)
    {
        LaunchPlan* plan = &s->Plan;
        while (plan->Next() && plan->Op != LaunchOp.CreateNamespaces)
        {
            if (plan->Op == LaunchOp.Identity || plan->Op == LaunchOp.GrantAccess) continue;
            nint result = plan->Op == LaunchOp.Placeholder ? names->Take(plan->Text(0)) : MakeCgroup(s, plan);
            if (result >= 0) continue;
            Report.Send(LaunchStatus.StepFailed, plan->Step, -(int)result);
            return false;
        }

        s->HasPidNamespace = (plan->Number(0) & 0x20000000) != 0;
        s->HasNetNamespace = (plan->Number(0) & 0x40000000) != 0;
        return true;
    }

    private static nint MakeCgroup(Session* s, LaunchPlan* plan)
    {
        nint result = Identity.AsRoot(&s->Identity);
        if (result >= 0) result = s->Cgroups.Make(plan->Text(2), plan->Number(0), plan->Number(1), plan->Step);
        return result >= 0 ? Identity.AsCaller(&s->Identity) : result;
    }

    private static bool CheckStreams(Session* s)
    {
        LaunchPlan ahead = s->Plan; // a copy, so that the cursor stays
        nint shared = Identity.ShareStreams(&s->Identity, ahead);
        if (shared < 0)
        {
            Report.Send(LaunchStatus.StepFailed, 0, -(int)shared);
            return false;
        }

        bool offline = s->HasNetNamespace || (ahead.Find(LaunchOp.Seccomp) && (ahead.Number(0) & 4) != 0);
        int harmful = Streams.OpenMissing() < 0 ? 0 : Streams.FirstHarmful(offline);
        if (harmful >= 0) Report.Send(LaunchStatus.BadStream, 0, harmful);
        return harmful < 0;
    }

    private static bool CloneFirst(Session* s)
    {
        LaunchPlan* plan = &s->Plan;
        int* life = stackalloc int[2];
        nint piped = Sys.Call(Sys.Pipe2, (nint)life, Sys.O_CLOEXEC);
        s->LifeRead = life[0];
        s->LifeWrite = life[1];
        s->Init = piped < 0 ? piped : Identity.AsRoot(&s->Identity);
        if (s->Init >= 0) s->Init = s->Cgroups.Clone(plan->Number(0));
        if (s->Init == 0)
        {
            nint asCaller = Identity.AsCaller(&s->Identity);
            if (asCaller >= 0) FirstProcess.Run(s);
            Report.Send(LaunchStatus.StepFailed, plan->Step, -(int)asCaller);
            Sys.Exit(125);
        }

        uint step = plan->Step;
        nint joined = s->Init < 0 ? s->Init : s->Cgroups.Join(s->Init, ref step);
        nint back = Identity.AsCaller(&s->Identity); // whatever failed: names are given back with the caller's rights
        if (s->Init < 0)
        {
            Report.Send(LaunchStatus.StepFailed, step, -(int)s->Init);
            return false;
        }

        Sys.CloseFd(s->LifeRead);
        Report.Send(LaunchStatus.Started, 0, (int)s->Init);
        nint result = joined < 0 ? joined : back;
        if (result >= 0) result = s->Signals = Signals.Open();
        if (result >= 0) result = s->LetGo = Sys.Now();
        Sys.Call(Sys.Setsid);
        if (result >= 0) result = Sys.Call(Sys.Write, s->LifeWrite, (nint)(&life), 1);
        if (result < 0)
        {
            Report.Send(LaunchStatus.StepFailed, step, -(int)result);
            Sys.CloseFd(s->LifeWrite); // the first process ends: it was never told to go
            int status;
            Sys.Call(Sys.Wait4, s->Init, (nint)(&status), 0, 0);
            return false;
        }

        Sys.Call(Sys.CloseRange, 0, 2, 0);
        return true;
    }

    /// <summary>Waits for the first process; kills it at the deadline, or when the caller is gone.</summary>
    private static int Outlive(Session* s)
    {
        s->Plan.Find(LaunchOp.Start);
        long left = (long)s->Plan.Number(0);
        long deadline = left == 0 ? Never : s->LetGo + left;
        bool timedOut = false;
        PollFd* poll = stackalloc PollFd[3];
        long* wait = stackalloc long[2];
        poll[0].Fd = (int)s->Signals;
        poll[1].Fd = (int)Report.StatusFd;
        poll[0].Events = PollFd.In;
        poll[2].Fd = s->Identity.Present ? (int)s->Identity.Control : -1;
        poll[2].Events = PollFd.In;
        poll[1].Events = 0; // POLLERR: the caller, who alone can read this pipe, is gone
        while (true)
        {
            int status;
            nint ended = Sys.Call(Sys.Wait4, s->Init, (nint)(&status), 1 /* WNOHANG */, 0);
            if (ended < 0 && ended != -Sys.ECHILD) continue;
            if (ended != 0)
            {
                if (timedOut) Report.Send(LaunchStatus.TimedOut, 0, 0);
                return 0;
            }

            long now = Sys.Now();
            if ((now >= deadline || (now < 0 && left != 0)) && !timedOut) // no clock: the time is over
            {
                timedOut = true;
                Sys.Call(Sys.Kill, s->Init, Sys.SIGKILL);
            }

            long remaining = deadline == Never || timedOut || now < 0 ? 3_600_000 : deadline - now;
            wait[0] = remaining / 1000;
            wait[1] = remaining % 1000 * 1_000_000;
            poll[0].Revents = poll[1].Revents = poll[2].Revents = 0;
            Sys.Call(Sys.Ppoll, (nint)poll, 3, (nint)wait, 0, 8);
            if (poll[1].Revents != 0)
            {
                poll[1].Fd = -1;
                Sys.Call(Sys.Kill, s->Init, Sys.SIGKILL);
            }

            SignalInfo info;
            while (Signals.Read(poll[0].Fd, &info))
                if (info.Signal != Sys.SIGCHLD) PassOn(s, info.Signal);
            byte signal;
            if (poll[2].Revents == 0) continue;
            if (Sys.Call(Sys.Read, poll[2].Fd, (nint)(&signal), 1) == 1) PassOn(s, signal);
            else poll[2].Fd = -1;
        }
    }

    private static void PassOn(Session* s, uint signal) =>
        Sys.Call(Sys.Kill, s->Init, signal == EndTree ? Sys.SIGKILL : (nint)signal);

    private static bool CallerIsGone()
    {
        PollFd status;
        status.Fd = (int)Report.StatusFd;
        status.Events = 0;
        status.Revents = 0;
        long* none = stackalloc long[2];
        none[0] = none[1] = 0;
        return Sys.Call(Sys.Ppoll, (nint)(&status), 1, (nint)none, 0, 8) == 1;
    }
}
