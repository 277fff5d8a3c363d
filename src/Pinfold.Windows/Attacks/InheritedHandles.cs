using Pinfold.Windows.Native;

namespace Pinfold.Windows.Attacks;

/// <summary>
/// Handles that pinfold has open, inheritable by mistake. Their numbers are known to the attacker; inside, something
/// else may have such a number.
/// </summary>
internal static class InheritedHandles
{
    internal static IEnumerable<AttackCode> Codes =>
    [
        With("handle-file",
            a => a.Try("WriteFile", Kernel32.Write(a.Address("handle"), "x"u8) ? 1 : 0),
            OutsideWrites.Changed,
            s => Kernel32.Open(s.At(@"outside\file"), Kernel32.GENERIC_WRITE)),
        With("handle-folder",
            a => a.TryCode("NtCreateFile",
                Ntdll.Open("new", Kernel32.FILE_APPEND_DATA, Ntdll.FILE_CREATE, a.Address("handle"), out _)),
            FileCalls.There(@"outside\new"),
            s => Kernel32.Open(s.Outside, Kernel32.GENERIC_READ, flags: Kernel32.FILE_FLAG_BACKUP_SEMANTICS)),
        With("handle-process",
            a => a.Try("TerminateProcess", Kernel32.Kill(a.Address("handle"))),
            s => !s.Victim.IsUnharmed,
            s => Kernel32.Enter(s.Victim.Id, Kernel32.PROCESS_TERMINATE)),
        With("handle-event",
            a => a.Try("SetEvent", Kernel32.SetEvent(a.Address("handle"))),
            s => s.Victim.EventIsSet,
            s =>
            {
                _ = s.Victim;
                return Kernel32.OpenEventW(Kernel32.EVENT_MODIFY_STATE, 0, BystanderObjects.Event(s.Id));
            }),
    ];

    private static AttackCode With(string name, Action<Attempt> run, Func<Scene, bool> worked,
        Func<Scene, nint> open) => new(name, run, worked)
        {
            Prepare = s =>
            {
                var handle = open(s);
                if (handle is 0 or -1) throw new IOException("what is to be inherited cannot be opened here");
                var copy = Kernel32.InheritableCopy(handle);
                _ = Kernel32.CloseHandle(handle);
                s.Tell("handle", s.Own(copy).DangerousGetHandle());
            },
            Contained = true,
            Denials = [6 /* ERROR_INVALID_HANDLE */, Kernel32.ERROR_ACCESS_DENIED],
        };
}
