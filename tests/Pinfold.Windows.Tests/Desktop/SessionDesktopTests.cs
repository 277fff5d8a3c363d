using System.Runtime.InteropServices;
using Pinfold.Core.WindowsModel;
using Pinfold.Windows.Desktop;
using Pinfold.Windows.Native;
using Pinfold.Windows.Tests.Processes;
using Xunit;

namespace Pinfold.Windows.Tests.Desktop;

/// <summary>Level of evidence: Wine, which makes desktops and does not enforce their access lists.</summary>
public sealed unsafe partial class SessionDesktopTests
{
    private static readonly SecurityDescriptor Everybody = SecurityDescriptor.Parse(
        "D:P(A;;0xf037f;;;SY)(A;;0xf037f;;;WD)");

    [WindowsFact]
    public void A_session_has_a_desktop_of_its_own_and_pinfold_stays_where_it_was()
    {
        var before = User32.OwnStation();
        using var desktop = SessionDesktop.Create(Everybody, "pinfold",
            SecurityDescriptor.Parse("D:P(A;;0xf01ff;;;SY)(A;;0xf01ff;;;WD)"));
        Assert.EndsWith(@"\pinfold", desktop.Name, StringComparison.Ordinal);
        Assert.False(desktop.Name.StartsWith(@"WinSta0\", StringComparison.OrdinalIgnoreCase));
        Assert.Equal(before, User32.OwnStation());
    }

    [WindowsFact]
    public void A_command_is_on_the_desktop_that_was_made_for_it()
    {
        using var desktop = SessionDesktop.Create(Everybody, "pinfold-here",
            SecurityDescriptor.Parse("D:P(A;;0xf01ff;;;SY)(A;;0xf01ff;;;WD)"));
        using var inside = new Bench(Bench.Of("desktop"), desktop: desktop.Name);
        Assert.Equal(desktop.Name, inside.Finish().Output);
        using var outside = new Bench(Bench.Of("desktop"));
        Assert.Equal(Here(), outside.Finish().Output);
        Assert.NotEqual(desktop.Name, Here(), StringComparer.Ordinal);
    }

    /// <summary>STATION\DESKTOP of this process and thread.</summary>
    internal static string Here() => $@"{NameOf(User32.OwnStation())}\{NameOf(GetThreadDesktop(GetCurrentThreadId()))}";

    private static string NameOf(nint handle)
    {
        const int Name = 2; // UOI_NAME (winuser.h)
        var name = stackalloc char[256];
        uint needed;
        NativeException.Check(User32.TryGetInformation(handle, Name, name, 512, &needed), "GetUserObjectInformationW");
        return new(name);
    }

    [LibraryImport("user32.dll", SetLastError = true)]
    private static partial nint GetThreadDesktop(uint thread);

    [LibraryImport("kernel32.dll")]
    private static partial uint GetCurrentThreadId();
}
