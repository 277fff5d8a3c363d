using Pinfold.Windows.Native;

namespace Pinfold.Windows.Attacks;

/// <summary>Pipes, mailslots and named objects of a program of the user.</summary>
internal static unsafe class KernelObjects
{
    internal static IEnumerable<AttackCode> Codes =>
    [
        With("pipe-write", a => WritePipe(a, a["id"]), s => s.Victim.PipeGotLine),
        new("pipe-write-open-to-everyone", a => WritePipe(a, a["id"]), s => s.Fact("line") == "got")
            { Prepare = OpenServer, Meanwhile = Serve },
        With("pipe-second-instance",
            a => a.TryFile("CreateNamedPipeW", Kernel32.ServePipe(BystanderObjects.Pipe(a["id"]))),
            s => s.Report.Succeeded),
        With("pipe-access-list",
            a => a.TryFile("CreateFileW WRITE_DAC", Kernel32.Open(BystanderObjects.Pipe(a["id"]), Kernel32.WRITE_DAC)),
            s => s.Report.Succeeded),
        new("mailslot-write", WriteMailslot, Mailed) { Prepare = OpenMailslot },
        With("event-write", a => SetEvent(a, a["id"]), s => s.Victim.EventIsSet),
        With("section-write", a => WriteSection(a, a["id"]), s => s.Victim.SectionIsChanged),
        With("mutex-take",
            a => a.Try("OpenMutexW", Kernel32.OpenMutexW(Kernel32.SYNCHRONIZE | Kernel32.MUTEX_MODIFY_STATE, 0,
                BystanderObjects.Mutex(a["id"]))),
            s => s.Report.Succeeded),
        new("unix-socket", Networks.ConnectUnix, s => Networks.WasReached(s)) { Prepare = Networks.ServeUnix },
    ];

    internal static void SetEvent(Attempt a, string id)
    {
        var handle = Kernel32.OpenEventW(Kernel32.EVENT_MODIFY_STATE, 0, BystanderObjects.Event(id));
        if (a.Try("OpenEventW", handle)) a.Try("SetEvent", Kernel32.SetEvent(handle));
    }

    internal static void WriteSection(Attempt a, string id)
    {
        var handle = Kernel32.OpenFileMappingW(Kernel32.FILE_MAP_WRITE, 0, BystanderObjects.Section(id));
        if (!a.Try("OpenFileMappingW", handle)) return;
        var view = Kernel32.MapViewOfFile(handle, Kernel32.FILE_MAP_WRITE, 0, 0, 0);
        if (a.Try("MapViewOfFile", view)) *(byte*)view = 1;
    }

    internal static void WritePipe(Attempt a, string id)
    {
        var pipe = Kernel32.Open(BystanderObjects.Pipe(id), Kernel32.GENERIC_WRITE);
        if (a.TryFile("CreateFileW", pipe)) a.Try("WriteFile", Kernel32.Write(pipe, "order\n"u8) ? 1 : 0);
    }

    private static AttackCode With(string name, Action<Attempt> run, Func<Scene, bool> worked) =>
        new(name, run, worked) { Prepare = s => _ = s.Victim };

    /// <summary>As agents of keys and containers are: open to everybody who is signed in.</summary>
    private static void OpenServer(Scene scene)
    {
        var pipe = Kernel32.ServePipe(BystanderObjects.Pipe(scene.Id), FileCalls.OpenToAll);
        if (pipe == -1) throw new IOException("the pipe server cannot be made");
        scene.Tell("server", pipe);
        scene.Tell("line", "none");
        scene.OnEnd(() => _ = Kernel32.CloseHandle(pipe));
    }

    /// <summary>Somebody connects, at last this process itself, so that it comes to an end.</summary>
    private static void Serve(Scene scene)
    {
        var last = new Thread(() =>
        {
            scene.Ended.Wait();
            _ = Kernel32.CloseHandle(Kernel32.Open(BystanderObjects.Pipe(scene.Id), Kernel32.GENERIC_READ));
        }) { IsBackground = true };
        last.Start();
        var pipe = nint.Parse(scene.Fact("server"), System.Globalization.CultureInfo.InvariantCulture);
        _ = Kernel32.ConnectNamedPipe(pipe, 0);
        if (Kernel32.Text(pipe) is { Length: > 0 }) scene.Tell("line", "got");
        last.Join();
    }

    private static void OpenMailslot(Scene scene)
    {
        var slot = Kernel32.CreateMailslotW($@"\\.\mailslot\{scene.Id}", 0, 0, 0);
        if (slot == -1) throw new IOException("the mailslot cannot be made");
        scene.Tell("slot", slot);
        scene.OnEnd(() => _ = Kernel32.CloseHandle(slot));
    }

    private static void WriteMailslot(Attempt a)
    {
        var slot = Kernel32.Open($@"\\.\mailslot\{a["id"]}", Kernel32.GENERIC_WRITE);
        if (a.TryFile("CreateFileW", slot)) a.Try("WriteFile", Kernel32.Write(slot, "x"u8) ? 1 : 0);
    }

    private static bool Mailed(Scene scene)
    {
        uint longest, next, count, milliseconds;
        return Kernel32.GetMailslotInfo(
            nint.Parse(scene.Fact("slot"), System.Globalization.CultureInfo.InvariantCulture), &longest, &next,
            &count, &milliseconds) != 0 && count > 0;
    }
}
