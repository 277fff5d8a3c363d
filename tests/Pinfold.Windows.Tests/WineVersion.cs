using System.Runtime.InteropServices;

namespace Pinfold.Windows.Tests;

/// <summary>Wine names itself in its ntdll, and nowhere else.</summary>
internal static unsafe class WineVersion
{
    /// <summary>Such as <c>10.0</c>; null on Windows and everywhere else.</summary>
    internal static string? Current { get; } = Find();

    private static string? Find()
    {
        if (!OperatingSystem.IsWindows()
            || !NativeLibrary.TryGetExport(NativeLibrary.Load("ntdll.dll"), "wine_get_version", out var function))
            return null;
        return Marshal.PtrToStringAnsi((nint)((delegate* unmanaged[Cdecl]<byte*>)function)());
    }
}
