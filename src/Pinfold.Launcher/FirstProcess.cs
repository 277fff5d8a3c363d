using Pinfold.Launcher.Native;

namespace Pinfold.Launcher;

/// <summary>
/// Process 1 of the sandbox: builds the fence around itself, starts the command, reaps, passes signals on, supervises
/// connect(2) and forwards ports. When it ends, the kernel ends every process of the pid namespace.
/// </summary>
internal static unsafe class FirstProcess
{
    private const int FromTerminal = 0x80; // SI_KERNEL
    private const long SameKeystroke = 300; // ms

    internal static void Run(Session* s)
    {
        Sys.Call(Sys.Prctl, 1 /* PR_SET_PDEATHSIG */, Sys.SIGKILL);
        Sys.CloseFd(s->LifeWrite);
        byte go;
        if (Sys.Call(Sys.Read, s->LifeRead, (nint)(&go), 1) != 1) Sys.Exit(125);
        // or it would share the broker's process group with every other command of the account
        if (s->Identity.Present) Sys.Call(Sys.Setsid);
        if (((ulong)s->Plan.Number(0) & 0x10000000) != 0) MapIdentity(s);
        // /proc/1/{mem,fd,root,…} and ptrace(2) are closed to the command
        Check(s, Sys.Call(Sys.Prctl, 4 /* PR_SET_DUMPABLE */, 0));
        if (!s->HasPidNamespace) Check(s, Sys.Call(Sys.Prctl, 36 /* PR_SET_CHILD_SUBREAPER */, 1));
        Steps.ApplyInner(s);

        int* pair = stackalloc int[2];
        if (s->SuperviseConnect)
        {
            Check(s, Sys.Call(Sys.Socketpair, Sys.AF_UNIX, Sys.SOCK_SEQPACKET | Sys.O_CLOEXEC, 0, (nint)pair));
            s->HandRead = pair[0];
            s->HandWrite = pair[1];
        }

        Check(s, s->Signals = Signals.Open());
        Check(s, s->Command = Sys.Fork());
        if (s->Command == 0) Command.Run(s);
        Sys.Call(Sys.CloseRange, 0, 2, 0);
        if (s->SuperviseConnect)
        {
            Check(s, Sys.InterruptAt(Sys.SIGALRM));
            Sys.CloseFd(s->HandWrite);
            // negative when the command ended before it could send one
            s->Notify = Supervisor.ReceiveListener(s->HandRead);
            Sys.CloseFd(s->HandRead);
        }

        Loop(s);
    }

    private static void Check(Session* s, nint result)
    {
        if (result < 0) Report.Fail(s->Plan.Step, result);
    }

    private static void MapIdentity(Session* s)
    {
        byte* line = stackalloc byte[64];
        fixed (byte* file = "/proc/self/setgroups\0"u8)
        {
            int length = Text.Append(line, 0, "deny"u8);
            WriteFile(s, file, line, length);
        }

        fixed (byte* file = "/proc/self/uid_map\0"u8) WriteFile(s, file, line, Map(line, s->Plan.Number(1)));
        fixed (byte* file = "/proc/self/gid_map\0"u8) WriteFile(s, file, line, Map(line, s->Plan.Number(2)));
    }

    private static int Map(byte* line, ulong id)
    {
        int length = Text.AppendNumber(line, 0, id, 10);
        line[length++] = (byte)' ';
        length = Text.AppendNumber(line, length, id, 10);
        return Text.Append(line, length, " 1"u8);
    }

    private static void WriteFile(Session* s, byte* path, byte* data, int length)
    {
        nint fd = Sys.Call(Sys.Openat, Sys.AT_FDCWD, (nint)path, Sys.O_WRONLY | Sys.O_CLOEXEC);
        Check(s, fd);
        Check(s, Sys.Call(Sys.Write, fd, (nint)data, length));
        Sys.CloseFd(fd);
    }

    private static void Loop(Session* s)
    {
        long* lastKeystroke = stackalloc long[65];
        for (int i = 0; i < 65; i++) lastKeystroke[i] = -SameKeystroke;
        const int Own = 3;
        PollFd* poll = stackalloc PollFd[Own + Session.MaxPorts];
        poll[0].Fd = (int)s->Signals;
        poll[1].Fd = (int)s->LifeRead;
        poll[2].Fd = s->SuperviseConnect && s->Notify >= 0 ? (int)s->Notify : -1;
        for (int i = 0; i < s->PortCount; i++) poll[Own + i].Fd = s->Listener[i];
        int count = Own + s->PortCount;
        while (true)
        {
            Reap(s);
            for (int i = 0; i < count; i++)
            {
                poll[i].Events = PollFd.In;
                poll[i].Revents = 0;
            }

            Sys.Call(Sys.Ppoll, (nint)poll, count, 0, 0, 8);
            SignalInfo info;
            while (Signals.Read(poll[0].Fd, &info)) PassOn(s, &info, lastKeystroke);
            // the outer process is gone; PR_SET_PDEATHSIG has a race that this has not
            if (poll[1].Revents != 0) End(s);
            if ((poll[2].Revents & PollFd.In) != 0) Supervisor.Serve(s);
            else if (poll[2].Revents != 0) poll[2].Fd = -1;
            for (int i = 0; i < s->PortCount; i++)
                if ((poll[Own + i].Revents & PollFd.In) != 0) Relay.Serve(s->Listener[i], s->Port[i]);
        }
    }

    /// <summary>
    /// A key at the terminal reaches the command by itself; what was sent to pinfold alone is passed on.
    /// </summary>
    private static void PassOn(Session* s, SignalInfo* info, long* lastKeystroke)
    {
        uint signal = info->Signal;
        if (signal == Sys.SIGCHLD || signal > 64) return;
        if (info->Code == FromTerminal)
        {
            lastKeystroke[signal] = Sys.Now();
            return;
        }

        bool fromOutside = info->Pid == 0 || info->Pid == Sys.Call(Sys.Getppid);
        if (fromOutside && Sys.Now() - lastKeystroke[signal] >= SameKeystroke)
            Sys.Call(Sys.Kill, s->Command, (nint)signal);
    }

    private static void Reap(Session* s)
    {
        int status;
        while (true)
        {
            nint pid = Sys.Call(Sys.Wait4, -1, (nint)(&status), 1 /* WNOHANG */, 0);
            if (pid == 0 || pid == -Sys.ECHILD) return;
            if (pid < 0) continue;
            if (s->SuperviseConnect) s->Connectors.Ended(s->Notify, pid);
            if (pid != s->Command) continue;
            if (s->DeniedMore > 0) Report.Send(LaunchStatus.DeniedMore, 0, s->DeniedMore);
            Report.Send(LaunchStatus.Ended, 0, status);
            End(s);
        }
    }

    private static void End(Session* s)
    {
        if (!s->HasPidNamespace) Orphans.Kill();
        Sys.Exit(0);
    }
}
