using System.Diagnostics;
using System.Globalization;
using Pinfold.Windows.Native;
using Pinfold.Windows.Tests.Attacks;
using Pinfold.Windows.Tests.FileAccess;
using Xunit;

namespace Pinfold.Windows.Tests.Processes;

/// <summary>
/// Level of evidence: Wine, whose handle lists are real. Alone: another test's program would inherit the handle too,
/// and keep its file.
/// </summary>
[Collection(Alone.Name)]
public sealed class InheritedHandleTests
{
    [WindowsFact]
    public void No_other_handle_is_inherited()
    {
        using var scratch = new Scratch();
        using var secret = Kernel32.CreateFile(scratch.Write("secret", "s"), Kernel32.GENERIC_READ,
            Kernel32.FILE_SHARE_READ, Kernel32.OPEN_EXISTING, 0);
        using var inheritable = Kernel32.InheritableCopy(secret.DangerousGetHandle());
        var number = inheritable.DangerousGetHandle().ToString(CultureInfo.InvariantCulture);
        var control = new ProcessStartInfo(Inside.Program, ["--inside", "handle", number])
            { UseShellExecute = false, RedirectStandardOutput = true };
        using (var outside = Process.Start(control)!)
        {
            Assert.Equal("s", outside.StandardOutput.ReadToEnd());
            outside.WaitForExit();
        }

        using var bench = new Bench(Bench.Of("handle", number));
        Assert.NotEqual("s", bench.Finish().Output, StringComparer.Ordinal);
    }
}
