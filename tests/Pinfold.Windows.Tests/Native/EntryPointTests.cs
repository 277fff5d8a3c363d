using System.Runtime.InteropServices;
using Xunit;

namespace Pinfold.Windows.Tests.Native;

/// <summary>A wrong name shows at the first call, which may be on a user's machine.</summary>
public sealed class EntryPointTests
{
    /// <summary>Wine 10.0 has only this one's A form; the headers say that it is there.</summary>
    private static readonly string[] LackedByWine = ["DeleteProfileW"];

    [WindowsFact]
    public void Every_function_is_exported_by_its_library()
    {
        var missing = Declarations.Functions
            .Select(f => (Library: Declarations.Import(f)!.LibraryName, Name: Declarations.EntryPoint(f)))
            .Where(f => !NativeLibrary.TryGetExport(NativeLibrary.Load(f.Library), f.Name, out _)).ToArray();
        Assert.InRange(Declarations.Functions.Length, 40, 500);
        Assert.Equal(WineVersion.Current is null ? [] : LackedByWine, missing.Select(m => m.Name),
            StringComparer.Ordinal);
    }

    [Fact]
    public void Every_library_is_one_of_the_system() => Assert.All(Declarations.Functions, f =>
        Assert.Contains(Declarations.Import(f)!.LibraryName,
            (string[])["kernel32.dll", "advapi32.dll", "ntdll.dll", "user32.dll", "shell32.dll", "gdi32.dll",
                "netapi32.dll", "fwpuclnt.dll", "secur32.dll", "userenv.dll", "iphlpapi.dll", "rpcrt4.dll"],
            StringComparer.Ordinal));
}
