using Pinfold.Core.Planning.Windows.Elevated;
using Pinfold.Core.Protocol;
using Pinfold.Core.WindowsModel.Access;
using Pinfold.Windows.Native;
using Pinfold.Windows.Service;
using Pinfold.Windows.Setup;

namespace Pinfold.Windows.Attacks;

/// <summary>
/// The broker, spoken to and changed from inside. What only an administrator may do outside has its control where one
/// runs this; nothing is stopped or changed.
/// </summary>
internal static unsafe class BrokerParts
{
    private const uint SeDebugPrivilege = 20; // wdm.h; the broker's process lets administrators in by this alone

    internal static IEnumerable<AttackCode> Codes =>
    [
        new("broker-pipe-speak", Speak, s => s.Report.Data.Length > 0),
        new("broker-service-stop", a => OpenService(a, Advapi32.SERVICE_STOP), s => s.Report.Succeeded),
        new("broker-service-config", a => OpenService(a, Advapi32.SERVICE_CHANGE_CONFIG), s => s.Report.Succeeded),
        Process("broker-password", Kernel32.PROCESS_VM_READ),
        Process("broker-end", Kernel32.PROCESS_TERMINATE),
        Plant("broker-program-plant", SetupPaths.Programs),
        Plant("broker-ledger-plant", SetupPaths.State),
        new("filter-delete",
            Run: a => InPlatform(a,
                engine => a.TryCode("FwpmFilterDeleteByKey0", Fwpuclnt.RemoveFilter(engine, Guid.Parse(a["filter"])))),
            Worked: s => s.Report.Succeeded)
        {
            Prepare = s => s.Tell("filter", s.Installed!.Filters.Filters[0].Key),
        },
        new("filter-sublayer", a => InPlatform(a, engine => AddSublayer(a, engine)), s => s.Report.Succeeded),
    ];

    /// <summary>Calls that throw what the system says.</summary>
    internal static void Do(Attempt a, Action work)
    {
        try
        {
            work();
        }
        catch (NativeException e)
        {
            a.TryCode(e.Function, e.Code);
        }
    }

    private static AttackCode Plant(string name, string folder) =>
        new(name, a => FileCalls.Create(a, a["place"]), s => File.Exists(s.Fact("place")))
        {
            Prepare = s => s.Plan("place", $@"{folder}\{s.Id}"),
            Unfit = _ => Directory.Exists(folder) ? null : $"there is no folder {folder}",
        };

    private static AttackCode Process(string name, uint access) => new(name, a =>
    {
        var own = Attempt.Need("OpenProcessToken",
            Advapi32.TokenOf(Kernel32.GetCurrentProcess(), Advapi32.TOKEN_ADJUST_PRIVILEGES | Advapi32.TOKEN_QUERY));
        _ = Advapi32.Enable(own, SeDebugPrivilege); // who does not have it is refused below
        OutsideProcesses.Open(a, "service", access);
    }, s => s.Report.Succeeded) { Prepare = s => s.Tell("service", ServiceControl.ProcessOf(BrokerService.Name)) };

    private static void Speak(Attempt a)
    {
        var pipe = Kernel32.Open(BrokerPipe.Name, BrokerPipe.Client.Value);
        if (!a.TryFile("CreateFileW", pipe)) return;
        if (a.Try("WriteFile", Kernel32.Write(pipe, BrokerHeader.Record(BrokerKind.Status, [])) ? 1 : 0))
            a.Got(Kernel32.Text(pipe) is { Length: > 0 } ? "answered" : "");
    }

    private static void OpenService(Attempt a, uint access)
    {
        var manager = Attempt.Need("OpenSCManagerW", Advapi32.OpenSCManagerW(null, null, Advapi32.SC_MANAGER_CONNECT));
        a.Try("OpenServiceW", Advapi32.OpenServiceW(manager, BrokerService.Name, access));
    }

    /// <summary>In a transaction that is never committed.</summary>
    private static void InPlatform(Attempt a, Action<FilterEngineHandle> change) => Do(a, () =>
    {
        using var engine = Fwpuclnt.Open();
        try
        {
            Fwpuclnt.InTransaction(engine, () =>
            {
                change(engine);
                throw new OperationCanceledException();
            });
        }
        catch (OperationCanceledException)
        {
            return; // taken back
        }
    });

    private static void AddSublayer(Attempt a, FilterEngineHandle engine)
    {
        fixed (char* name = a["id"])
        {
            Fwpuclnt.Add(engine, new FWPM_SUBLAYER0
                { subLayerKey = Guid.NewGuid(), displayData = new() { name = name }, weight = ushort.MaxValue });
            a.TryCode("FwpmSubLayerAdd0", 0);
        }
    }
}
