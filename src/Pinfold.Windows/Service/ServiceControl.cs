using System.Diagnostics;
using Pinfold.Core.Ledger;
using Pinfold.Core.Planning.Windows.Elevated;
using Pinfold.Core.WindowsModel;
using Pinfold.Windows.Native;

namespace Pinfold.Windows.Service;

/// <summary>Installs, starts, stops and removes the broker's service.</summary>
internal static class ServiceControl
{
    private const uint RestartAfter = 1000;

    /// <summary>
    /// With quotation marks: a path with spaces would otherwise run <c>C:\Program.exe</c> where there is one.
    /// </summary>
    internal static string CommandLineOf(string program, string arguments) =>
        arguments.Length == 0 ? $"\"{program}\"" : $"\"{program}\" {arguments}";

    internal static bool IsThere(LedgerChange.InstallService change, string arguments = "")
    {
        using var manager = Advapi32.OpenManager(Advapi32.SC_MANAGER_CONNECT);
        using var service = Advapi32.FindService(manager, change.Path, Advapi32.SERVICE_QUERY_CONFIG);
        return service is not null
            && Advapi32.ConfigOf(service) == (CommandLineOf(change.Identity, arguments), Advapi32.SERVICE_AUTO_START);
    }

    internal static void Make(LedgerChange.InstallService change, string arguments = "", bool isFull = true)
    {
        using var manager = Advapi32.OpenManager(Advapi32.SC_MANAGER_CONNECT | Advapi32.SC_MANAGER_CREATE_SERVICE);
        using var there = Advapi32.FindService(manager, change.Path, Advapi32.SERVICE_ALL_ACCESS);
        if (there is not null && Advapi32.ConfigOf(there).CommandLine != CommandLineOf(change.Identity, arguments))
            throw new IOException(
                $"there is a service {change.Path} that runs another program: {Advapi32.ConfigOf(there).CommandLine}");
        using var made = there is null
            ? Advapi32.AddService(manager, change.Path, BrokerService.DisplayName, Advapi32.SERVICE_DISABLED,
                CommandLineOf(change.Identity, arguments))
            : null;
        var service = there ?? made!;
        Advapi32.SetServiceSecurity(service, SecurityDescriptor.Parse(change.Sddl).ToBytes());
        if (isFull)
        {
            Advapi32.SetPrivileges(service, BrokerService.Privileges);
            Advapi32.SetSidType(service);
            Advapi32.SetRestart(service, RestartAfter);
        }

        // last: by it, a service that is set up in whole is known
        if (Advapi32.ConfigOf(service).Start != Advapi32.SERVICE_AUTO_START)
            Advapi32.SetStart(service, Advapi32.SERVICE_AUTO_START);
    }

    internal static void TakeBack(LedgerChange.InstallService change, string arguments = "")
    {
        using var manager = Advapi32.OpenManager(Advapi32.SC_MANAGER_CONNECT);
        using var service = Advapi32.FindService(manager, change.Path, Advapi32.SERVICE_ALL_ACCESS);
        if (service is not null && Advapi32.ConfigOf(service).CommandLine == CommandLineOf(change.Identity, arguments))
            Advapi32.Remove(service);
    }

    /// <summary>The running service's process, or 0.</summary>
    internal static uint ProcessOf(string name)
    {
        using var manager = Advapi32.OpenManager(Advapi32.SC_MANAGER_CONNECT);
        using var service = Advapi32.FindService(manager, name, Advapi32.SERVICE_QUERY_STATUS);
        return service is not null && Advapi32.StateOf(service) is (Advapi32.SERVICE_RUNNING, var process)
            ? process
            : 0;
    }

    internal static void Start(string name)
    {
        using var manager = Advapi32.OpenManager(Advapi32.SC_MANAGER_CONNECT);
        using var service = Advapi32.FindService(manager, name, Advapi32.SERVICE_START | Advapi32.SERVICE_QUERY_STATUS)
            ?? throw new IOException($"there is no service {name}");
        Advapi32.Start(service);
    }

    /// <summary>Stops it and waits for its process.</summary>
    internal static void Stop(string name)
    {
        using var manager = Advapi32.OpenManager(Advapi32.SC_MANAGER_CONNECT);
        using var service = Advapi32.FindService(manager, name, Advapi32.SERVICE_STOP | Advapi32.SERVICE_QUERY_STATUS);
        if (service is null) return;
        var (_, id) = Advapi32.StateOf(service);
        Process? process = null;
        try
        {
            if (id != 0) process = Process.GetProcessById((int)id);
        }
        catch (ArgumentException)
        {
            // it has ended in between
        }

        using (process)
        {
            Advapi32.Stop(service);
            process?.WaitForExit();
        }
    }
}
