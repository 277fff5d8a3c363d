using System.Runtime.InteropServices;

namespace Pinfold.Windows.Native;

/// <summary>advapi32.dll: services (winsvc.h).</summary>
internal static unsafe partial class Advapi32
{
    internal const uint SC_MANAGER_ENUMERATE_SERVICE = 4, SERVICE_AUTO_START = 2,
        SERVICE_DISABLED = 4, SERVICE_NO_CHANGE = 0xFFFFFFFF, SERVICE_ERROR_NORMAL = 1,
        SERVICE_QUERY_STATUS = 4, SERVICE_QUERY_CONFIG = 1, SERVICE_START = 0x10, SERVICE_STOP = 0x20;
    internal const uint SERVICE_STOPPED = 1, SERVICE_START_PENDING = 2, SERVICE_STOP_PENDING = 3,
        SERVICE_RUNNING = 4, SERVICE_ACCEPT_STOP = 1, SERVICE_ACCEPT_SHUTDOWN = 4;
    internal const uint SERVICE_CONTROL_STOP = 1, SERVICE_CONTROL_INTERROGATE = 4,
        SERVICE_CONTROL_SHUTDOWN = 5, SC_STATUS_PROCESS_INFO = 0;
    internal const uint SERVICE_CONFIG_FAILURE_ACTIONS = 2, SERVICE_CONFIG_SERVICE_SID_INFO = 5,
        SERVICE_CONFIG_REQUIRED_PRIVILEGES_INFO = 6, SERVICE_SID_TYPE_UNRESTRICTED = 1, SC_ACTION_RESTART = 1;
    internal const int ERROR_SERVICE_DOES_NOT_EXIST = 1060, ERROR_SERVICE_NOT_ACTIVE = 1062,
        ERROR_SERVICE_EXISTS = 1073, ERROR_SERVICE_ALREADY_RUNNING = 1056;

    [LibraryImport("advapi32.dll", SetLastError = true)]
    private static partial int StartServiceW(ServiceHandle service, uint count, char** arguments);

    [LibraryImport("advapi32.dll", SetLastError = true)]
    private static partial int ControlService(ServiceHandle service, uint control, SERVICE_STATUS* status);

    [LibraryImport("advapi32.dll", SetLastError = true)]
    private static partial int QueryServiceStatusEx(ServiceHandle service, uint level, void* buffer,
        uint size, uint* needed);

    [LibraryImport("advapi32.dll", SetLastError = true)]
    private static partial int QueryServiceConfigW(ServiceHandle service, void* buffer, uint size, uint* needed);

    [LibraryImport("advapi32.dll", SetLastError = true)]
    private static partial int ChangeServiceConfigW(
        ServiceHandle service, uint type, uint start, uint errorControl, char* program,
        char* group, uint* tag, char* dependencies, char* account, char* password, char* shown);

    [LibraryImport("advapi32.dll", SetLastError = true)]
    private static partial int ChangeServiceConfig2W(ServiceHandle service, uint level, void* information);

    [LibraryImport("advapi32.dll", SetLastError = true)]
    private static partial int SetServiceObjectSecurity(ServiceHandle service, uint parts, void* descriptor);

    [LibraryImport("advapi32.dll", SetLastError = true)]
    internal static partial int StartServiceCtrlDispatcherW(SERVICE_TABLE_ENTRYW* table);

    [LibraryImport("advapi32.dll", SetLastError = true, StringMarshalling = StringMarshalling.Utf16)]
    internal static partial nint RegisterServiceCtrlHandlerExW(string name,
        delegate* unmanaged<uint, uint, void*, void*, uint> handler, void* context);

    [LibraryImport("advapi32.dll", SetLastError = true)]
    internal static partial int SetServiceStatus(nint service, SERVICE_STATUS* status);

    /// <summary>Opens the service manager.</summary>
    internal static ServiceHandle OpenManager(uint access)
    {
        Recorder.Call($"OpenSCManagerW(access {access:x})");
        return Owned(OpenSCManagerW(null, null, access), nameof(OpenSCManagerW), "");
    }

    /// <summary>Opens a service, or null when there is none.</summary>
    internal static ServiceHandle? FindService(ServiceHandle manager, string name, uint access)
    {
        Recorder.Call($"OpenServiceW({manager}, {name}, access {access:x})");
        var service = OpenServiceW(manager.DangerousGetHandle(), name, access);
        if (service == 0 && Marshal.GetLastPInvokeError() == ERROR_SERVICE_DOES_NOT_EXIST) return null;
        return Owned(service, nameof(OpenServiceW), name);
    }

    /// <summary>Adds a service of a process of its own, of LocalSystem.</summary>
    internal static ServiceHandle AddService(ServiceHandle manager, string name, string shown, uint start,
        string commandLine)
    {
        Recorder.Call($"CreateServiceW({manager}, {name}, {shown}, start {start}, {commandLine})");
        return Owned(
            CreateServiceW(manager.DangerousGetHandle(), name, shown, SERVICE_ALL_ACCESS, SERVICE_WIN32_OWN_PROCESS,
                start, SERVICE_ERROR_NORMAL, commandLine, null, 0, 0, 0, 0),
            nameof(CreateServiceW), name);
    }

    /// <summary>Command line and way to start of a service.</summary>
    internal static (string CommandLine, uint Start) ConfigOf(ServiceHandle service)
    {
        Recorder.Call($"QueryServiceConfigW({service})");
        const uint Size = 8192; // the most that the function needs (Win32)
        var buffer = stackalloc byte[(int)Size];
        uint needed;
        NativeException.Check(QueryServiceConfigW(service, buffer, Size, &needed), nameof(QueryServiceConfigW));
        var config = (QUERY_SERVICE_CONFIGW*)buffer;
        return (new(config->lpBinaryPathName), config->dwStartType);
    }

    /// <summary>Replaces the way in which it is started, and nothing else.</summary>
    internal static void SetStart(ServiceHandle service, uint start)
    {
        Recorder.Call($"ChangeServiceConfigW({service}, start {start})");
        NativeException.Check(ChangeServiceConfigW(service, SERVICE_NO_CHANGE, start, SERVICE_NO_CHANGE, null, null,
            null, null, null, null, null),
            nameof(ChangeServiceConfigW));
    }

    /// <summary>State and process of a service.</summary>
    internal static (uint State, uint Process) StateOf(ServiceHandle service)
    {
        Recorder.Call($"QueryServiceStatusEx({service})");
        SERVICE_STATUS_PROCESS status;
        uint needed;
        NativeException.Check(QueryServiceStatusEx(service, SC_STATUS_PROCESS_INFO, &status,
            (uint)sizeof(SERVICE_STATUS_PROCESS), &needed),
            nameof(QueryServiceStatusEx));
        return (status.dwCurrentState, status.dwProcessId);
    }

    /// <summary>The privileges that its process has, with a zero after each and one more.</summary>
    internal static void SetPrivileges(ServiceHandle service, IEnumerable<string> privileges)
    {
        var text = string.Concat(privileges.Select(p => p + '\0')) + '\0';
        Recorder.Call($"ChangeServiceConfig2W({service}, privileges {text.Replace('\0', ' ')})");
        fixed (char* chars = text)
        {
            var information = new SERVICE_REQUIRED_PRIVILEGES_INFOW { pmszRequiredPrivileges = chars };
            NativeException.Check(ChangeServiceConfig2W(service, SERVICE_CONFIG_REQUIRED_PRIVILEGES_INFO, &information),
                nameof(ChangeServiceConfig2W), "privileges");
        }
    }

    /// <summary>Its own SID among the groups of its process.</summary>
    internal static void SetSidType(ServiceHandle service)
    {
        Recorder.Call($"ChangeServiceConfig2W({service}, SID unrestricted)");
        var information = new SERVICE_SID_INFO { dwServiceSidType = SERVICE_SID_TYPE_UNRESTRICTED };
        NativeException.Check(ChangeServiceConfig2W(service, SERVICE_CONFIG_SERVICE_SID_INFO, &information),
            nameof(ChangeServiceConfig2W), "SID type");
    }

    /// <summary>
    /// Started again <paramref name="milliseconds"/> after it failed; a day without failure counts anew.
    /// </summary>
    internal static void SetRestart(ServiceHandle service, uint milliseconds)
    {
        Recorder.Call($"ChangeServiceConfig2W({service}, restart after {milliseconds} ms)");
        var action = new SC_ACTION { Type = (int)SC_ACTION_RESTART, Delay = milliseconds };
        var information = new SERVICE_FAILURE_ACTIONSW { dwResetPeriod = 86_400, cActions = 1, lpsaActions = &action };
        NativeException.Check(ChangeServiceConfig2W(service, SERVICE_CONFIG_FAILURE_ACTIONS, &information),
            nameof(ChangeServiceConfig2W), "failure actions");
    }

    /// <summary>Replaces its DACL.</summary>
    internal static void SetServiceSecurity(ServiceHandle service, byte[] descriptor)
    {
        Recorder.Call($"SetServiceObjectSecurity({service})");
        fixed (byte* bytes = descriptor)
            NativeException.Check(SetServiceObjectSecurity(service, DACL_SECURITY_INFORMATION, bytes),
                nameof(SetServiceObjectSecurity));
    }

    /// <summary>Starts it; one that runs stays.</summary>
    internal static void Start(ServiceHandle service)
    {
        Recorder.Call($"StartServiceW({service})");
        if (StartServiceW(service, 0, null) == 0 && Marshal.GetLastPInvokeError() != ERROR_SERVICE_ALREADY_RUNNING)
            NativeException.Check(0, nameof(StartServiceW));
    }

    /// <summary>Asks it to stop; one that does not run stays so.</summary>
    internal static void Stop(ServiceHandle service)
    {
        Recorder.Call($"ControlService({service}, stop)");
        SERVICE_STATUS status;
        if (ControlService(service, SERVICE_CONTROL_STOP, &status) == 0
            && Marshal.GetLastPInvokeError() != ERROR_SERVICE_NOT_ACTIVE)
            NativeException.Check(0, nameof(ControlService));
    }

    /// <summary>Removes it; it goes when its last handle closes and its process has ended.</summary>
    internal static void Remove(ServiceHandle service)
    {
        Recorder.Call($"DeleteService({service})");
        NativeException.Check(DeleteService(service.DangerousGetHandle()), nameof(DeleteService));
    }

    private static ServiceHandle Owned(nint value, string function, string subject)
    {
        NativeException.Check(value == 0 ? 0 : 1, function, subject);
        var handle = new ServiceHandle();
        Marshal.InitHandle(handle, value);
        Recorder.Made(handle);
        return handle;
    }
}
