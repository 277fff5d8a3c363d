using System.Runtime.InteropServices;
using Pinfold.Windows.Native;

namespace Pinfold.Windows.Service;

/// <summary>This process as a service: its work runs until it is asked to stop, or the system shuts down.</summary>
internal static unsafe class ServiceHost
{
    private static Action<CancellationToken>? _work;
    private static CancellationTokenSource? _stop;
    private static nint _status;
    private static string _name = "";

    /// <summary>Runs <paramref name="work"/> as the service of that name; returns when it has stopped.</summary>
    internal static void Run(string name, Action<CancellationToken> work)
    {
        (_name, _work) = (name, work);
        using var stop = _stop = new CancellationTokenSource();
        fixed (char* chars = name)
        {
            var table = stackalloc SERVICE_TABLE_ENTRYW[2];
            table[0] = new() { lpServiceName = chars, lpServiceProc = &Main };
            table[1] = default;
            NativeException.Check(Advapi32.StartServiceCtrlDispatcherW(table),
                nameof(Advapi32.StartServiceCtrlDispatcherW), name);
        }
    }

    [UnmanagedCallersOnly]
    private static void Main(uint count, char** arguments)
    {
        _status = Advapi32.RegisterServiceCtrlHandlerExW(_name, &Control, null);
        if (_status == 0) return;
        Report(Advapi32.SERVICE_RUNNING, 0);
        uint failed = 0;
        try
        {
            _work!(_stop!.Token);
        }
        catch (OperationCanceledException)
        {
            // asked to stop
        }
#pragma warning disable CA1031 // nothing may leave a function that native code calls; the exit code says so
        catch (Exception e)
#pragma warning restore CA1031
        {
            Advapi32.Report(_name, $"{_name} has ended: {e.Message}");
            failed = 1;
        }

        Report(Advapi32.SERVICE_STOPPED, failed);
    }

    [UnmanagedCallersOnly]
    private static uint Control(uint control, uint kind, void* data, void* context)
    {
        if (control is Advapi32.SERVICE_CONTROL_STOP or Advapi32.SERVICE_CONTROL_SHUTDOWN)
        {
            Report(Advapi32.SERVICE_STOP_PENDING, 0);
            _stop!.Cancel();
            return 0;
        }

        return control == Advapi32.SERVICE_CONTROL_INTERROGATE ? 0u : 120u; // ERROR_CALL_NOT_IMPLEMENTED
    }

    private static void Report(uint state, uint failed)
    {
        var status = new SERVICE_STATUS
        {
            dwServiceType = Advapi32.SERVICE_WIN32_OWN_PROCESS, dwCurrentState = state,
            dwControlsAccepted = state == Advapi32.SERVICE_RUNNING
                ? Advapi32.SERVICE_ACCEPT_STOP | Advapi32.SERVICE_ACCEPT_SHUTDOWN
                : 0,
            dwWin32ExitCode = failed,
        };
        _ = Advapi32.SetServiceStatus(_status, &status);
    }
}
