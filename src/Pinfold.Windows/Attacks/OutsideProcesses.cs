using System.Text;
using Pinfold.Windows.Native;
using Pinfold.Windows.Processes;

namespace Pinfold.Windows.Attacks;

/// <summary>A program of the user that runs outside, and pinfold itself.</summary>
internal static unsafe class OutsideProcesses
{
    private const string Changed = "changed-by-an-attack";

    internal static IEnumerable<AttackCode> Codes =>
    [
        Against("process-read-memory",
            a => ReadMemory(a, "victim", "address"),
            s => s.Report.Data.Contains(Scene.Secret, StringComparison.Ordinal)),
        Against("process-write-memory",
            a => WriteMemory(a, "victim", "address"),
            s => s.Victim.Memory?.StartsWith(Changed, StringComparison.Ordinal) == true),
        Against("process-remote-thread", a => RemoteThread(a, "victim"), s => s.Report.Succeeded),
        Against("process-duplicate-handle",
            Duplicate,
            s => s.Report.Data.Contains(Scene.Untouched.Trim(), StringComparison.Ordinal)),
        Against("process-debug",
            a => a.Try("DebugActiveProcess", Kernel32.DebugActiveProcess(a.Number("victim"))),
            s => s.Report.Succeeded),
        Against("process-parent", OtherParent, s => s.IsThere(@"outside\mark")),
        Against("process-priority", Priority, s => Is(s.Victim.Id, Kernel32.IDLE_PRIORITY_CLASS)),
        Against("process-access-list", a => Open(a, "victim", Kernel32.WRITE_DAC), s => s.Report.Succeeded),
        Against("process-all-access", a => Open(a, "victim", Kernel32.PROCESS_ALL_ACCESS), s => s.Report.Succeeded),
        Against("thread-suspend",
            a => a.Try("OpenThread", Kernel32.OpenThread(Kernel32.THREAD_SUSPEND_RESUME, 0, a.Number("thread"))),
            s => s.Report.Succeeded),
        Against("thread-context",
            a => a.Try("OpenThread",
                Kernel32.OpenThread(Kernel32.THREAD_SET_CONTEXT | Kernel32.THREAD_GET_CONTEXT, 0, a.Number("thread"))),
            s => s.Report.Succeeded),
        new("broker-read-memory", a => Open(a, "broker", Kernel32.PROCESS_VM_READ), s => s.Report.Succeeded),
        new("broker-duplicate-handle", a => Open(a, "broker", Kernel32.PROCESS_DUP_HANDLE), s => s.Report.Succeeded),
        Against("process-terminate", a => Terminate(a, "victim"), s => !s.Victim.IsUnharmed),
    ];

    internal static nint Open(Attempt a, string who, uint access)
    {
        var process = Kernel32.Enter(a.Number(who), access);
        a.Try("OpenProcess", process);
        return process;
    }

    internal static void ReadMemory(Attempt a, string who, string address)
    {
        var process = Open(a, who, Kernel32.PROCESS_VM_READ);
        if (process == 0) return;
        var bytes = stackalloc byte[64];
        nuint read;
        if (a.Try("ReadProcessMemory", Kernel32.ReadProcessMemory(process, a.Address(address), bytes, 64, &read)))
            a.Got(Encoding.UTF8.GetString(bytes, (int)read));
    }

    internal static void WriteMemory(Attempt a, string who, string address)
    {
        var process = Open(a, who, Kernel32.PROCESS_VM_WRITE | Kernel32.PROCESS_VM_OPERATION);
        if (process == 0) return;
        nuint written;
        fixed (byte* bytes = Encoding.UTF8.GetBytes(Changed + "\0"))
            a.Try("WriteProcessMemory",
                Kernel32.WriteProcessMemory(process, a.Address(address), bytes, (nuint)Changed.Length + 1, &written));
    }

    /// <summary>The thread runs a harmless function of the system, at the same address in every process.</summary>
    internal static void RemoteThread(Attempt a, string who)
    {
        var process = Open(a, who, Kernel32.PROCESS_CREATE_THREAD | Kernel32.PROCESS_VM_OPERATION
            | Kernel32.PROCESS_VM_WRITE | Kernel32.PROCESS_QUERY_INFORMATION);
        if (process == 0) return;
        var function = System.Runtime.InteropServices.NativeLibrary.GetExport(
            System.Runtime.InteropServices.NativeLibrary.Load("kernel32.dll"), "GetCurrentThreadId");
        uint id;
        a.Try("CreateRemoteThread", Kernel32.CreateRemoteThread(process, 0, 0, function, 0, 0, &id));
    }

    internal static void Terminate(Attempt a, string who)
    {
        var process = Open(a, who, Kernel32.PROCESS_TERMINATE);
        if (process != 0) a.Try("TerminateProcess", Kernel32.Kill(process));
    }

    private static AttackCode Against(string name, Action<Attempt> run, Func<Scene, bool> worked) =>
        new(name, run, worked) { Prepare = s => _ = s.Victim };

    private static void Duplicate(Attempt a)
    {
        var process = Open(a, "victim", Kernel32.PROCESS_DUP_HANDLE);
        if (process == 0) return;
        var file = Kernel32.Steal(process, a.Address("file"));
        if (a.Try("DuplicateHandle", file)) a.Got(Kernel32.Text(file));
    }

    /// <summary>A child of the victim, which is in no job, and with its token.</summary>
    private static void OtherParent(Attempt a)
    {
        var process = Open(a, "victim", Kernel32.PROCESS_CREATE_PROCESS);
        if (process == 0) return;
        using var attributes = new AttributeList(1);
        attributes.Parent(process);
        PROCESS_INFORMATION made;
        if (a.Try("CreateProcessW",
            Kernel32.Spawn(a.Self("touch", a.Outside + @"\mark"), 0, attributes.Pointer, &made)))
            Kernel32.WaitFor(made.hProcess, 10_000);
    }

    private static void Priority(Attempt a)
    {
        var process = Open(a, "victim", Kernel32.PROCESS_SET_INFORMATION);
        if (process != 0) a.Try("SetPriorityClass", Kernel32.SetPriorityClass(process, Kernel32.IDLE_PRIORITY_CLASS));
    }

    private static bool Is(uint id, uint priority)
    {
        var process = Kernel32.Enter(id, Kernel32.PROCESS_QUERY_LIMITED_INFORMATION);
        return process != 0 && Kernel32.GetPriorityClass(process) == priority;
    }
}
