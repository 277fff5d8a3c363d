using System.Runtime.InteropServices;
using Pinfold.Core.WindowsModel;

namespace Pinfold.Windows.Native;

/// <summary>user32.dll: window stations and desktops (winuser.h).</summary>
internal static unsafe partial class User32
{
    internal const int UOI_NAME = 2;
    internal const uint WINSTA_ALL_ACCESS = 0x37F, WINSTA_CREATEDESKTOP = 8,
        DESKTOP_CREATEWINDOW = 2, DESKTOP_READOBJECTS = 1, DESKTOP_WRITEOBJECTS = 0x80;

    [LibraryImport("user32.dll", SetLastError = true, StringMarshalling = StringMarshalling.Utf16)]
    private static partial WindowStationHandle CreateWindowStationW(string? name, uint flags, uint access,
        SECURITY_ATTRIBUTES* security);

    [LibraryImport("user32.dll", SetLastError = true, StringMarshalling = StringMarshalling.Utf16)]
    private static partial DesktopHandle CreateDesktopW(string name, char* device, void* mode, uint flags, uint access,
        SECURITY_ATTRIBUTES* security);

    [LibraryImport("user32.dll", SetLastError = true)]
    internal static partial int CloseWindowStation(nint station);

    [LibraryImport("user32.dll", SetLastError = true)]
    internal static partial int CloseDesktop(nint desktop);

    [LibraryImport("user32.dll", SetLastError = true)]
    private static partial nint GetProcessWindowStation();

    [LibraryImport("user32.dll", SetLastError = true)]
    private static partial int SetProcessWindowStation(nint station);

    [LibraryImport("user32.dll", SetLastError = true)]
    private static partial int GetUserObjectInformationW(nint handle, int kind, void* buffer, uint size, uint* needed);

    [LibraryImport("user32.dll", SetLastError = true)]
    private static partial int GetUserObjectSecurity(nint handle, uint* parts, void* descriptor,
        uint size, uint* needed);

    [LibraryImport("user32.dll", SetLastError = true)]
    private static partial int SetUserObjectSecurity(nint handle, uint* parts, void* descriptor);

    /// <summary>
    /// DACL and label of a window station or desktop; null where it cannot be known, as under Wine, which answers with
    /// an empty form.
    /// </summary>
    internal static SecurityDescriptor? Security(SafeHandle handle)
    {
        Recorder.Call($"GetUserObjectSecurity({handle})");
        var parts = Advapi32.DACL_SECURITY_INFORMATION | Advapi32.LABEL_SECURITY_INFORMATION;
        var buffer = new byte[4096];
        uint needed;
        fixed (byte* to = buffer)
            NativeException.Check(
                GetUserObjectSecurity(handle.DangerousGetHandle(), &parts, to, (uint)buffer.Length, &needed),
                nameof(GetUserObjectSecurity));
        return SecurityDescriptor.TryRead(buffer, out var descriptor, out _) ? descriptor : null;
    }

    /// <summary>Replaces <paramref name="parts"/> of the descriptor of a window station or desktop.</summary>
    internal static void SetSecurity(SafeHandle handle, uint parts, SecurityDescriptor descriptor)
    {
        Recorder.Call($"SetUserObjectSecurity({handle}, parts {parts:x}, {descriptor})");
        fixed (byte* bytes = descriptor.ToBytes())
            NativeException.Check(SetUserObjectSecurity(handle.DangerousGetHandle(), &parts, bytes),
                nameof(SetUserObjectSecurity));
    }

    /// <summary>
    /// A window station with a descriptor, or the one that is there. Only an administrator may name one, so the system
    /// names it.
    /// </summary>
    internal static WindowStationHandle CreateWindowStation(SecurityDescriptor descriptor, uint access)
    {
        Recorder.Call($"CreateWindowStationW(null, access {access:x}, {descriptor})");
        fixed (byte* bytes = descriptor.ToBytes())
        {
            var security = new SECURITY_ATTRIBUTES
                { nLength = (uint)sizeof(SECURITY_ATTRIBUTES), lpSecurityDescriptor = bytes };
            return NativeException.Check(CreateWindowStationW(null, 0, access, &security),
                nameof(CreateWindowStationW));
        }
    }

    /// <summary>A desktop of this process's window station.</summary>
    internal static DesktopHandle CreateDesktop(string name, SecurityDescriptor descriptor)
    {
        Recorder.Call($"CreateDesktopW({name}, {descriptor})");
        fixed (byte* bytes = descriptor.ToBytes())
        {
            var security = new SECURITY_ATTRIBUTES
                { nLength = (uint)sizeof(SECURITY_ATTRIBUTES), lpSecurityDescriptor = bytes };
            const uint Access = DESKTOP_CREATEWINDOW | DESKTOP_READOBJECTS
                | DESKTOP_WRITEOBJECTS | Kernel32.READ_CONTROL;
            return NativeException.Check(CreateDesktopW(name, null, null, 0, Access, &security),
                nameof(CreateDesktopW), name);
        }
    }

    /// <summary>This process's window station. It is not to be closed.</summary>
    internal static nint OwnStation()
    {
        Recorder.Call($"GetProcessWindowStation()");
        var station = GetProcessWindowStation();
        NativeException.Check(station == 0 ? 0 : 1, nameof(GetProcessWindowStation));
        return station;
    }

    /// <summary>Makes <paramref name="station"/> the one of this process.</summary>
    internal static void EnterStation(nint station)
    {
        Recorder.Call($"SetProcessWindowStation()");
        NativeException.Check(SetProcessWindowStation(station), nameof(SetProcessWindowStation));
    }

    /// <summary>The name of a window station or desktop.</summary>
    internal static string NameOf(SafeHandle handle)
    {
        Recorder.Call($"GetUserObjectInformationW({handle}, UOI_NAME)");
        var name = stackalloc char[256];
        uint needed;
        NativeException.Check(GetUserObjectInformationW(handle.DangerousGetHandle(), UOI_NAME, name, 512, &needed),
            nameof(GetUserObjectInformationW));
        return new(name);
    }
}
