using Pinfold.Windows.Native;
using Xunit;

namespace Pinfold.Windows.Tests.Native;

public sealed class RecorderTests
{
    [WindowsFact]
    public void Calls_become_lines_that_name_what_they_make_and_why_they_fail()
    {
        using var recorder = Recorder.Start();
        recorder.Name(Path.GetTempPath(), @"TEMP\");
        using (var job = Kernel32.CreateJob()) Kernel32.SetUiLimits(job, Kernel32.JOB_OBJECT_UILIMIT_EXITWINDOWS);
        var absent = Path.Combine(Path.GetTempPath(), "absent");
        var exception = Assert.Throws<NativeException>(
            () => Kernel32.CreateFile(absent, Kernel32.GENERIC_READ, 0, Kernel32.OPEN_EXISTING, 0));
        Assert.Equal(("CreateFileW", Kernel32.ERROR_FILE_NOT_FOUND), (exception.Function, exception.Code));
        Assert.Equal(
            [
                "CreateJobObjectW() = job#1",
                "SetInformationJobObject(job#1, user interface 0x80)",
                @"CreateFileW(""TEMP\absent"", access 0x80000000, share 0x0, disposition 3, flags 0x0) failed: ERROR_FILE_NOT_FOUND",
            ], recorder.Lines);
    }

    [Fact]
    public void Nothing_is_recorded_when_nobody_listens()
    {
        var formatted = false;
        Recorder.Call($"never {Format()}");
        Assert.False(formatted);

        string Format()
        {
            formatted = true;
            return "";
        }
    }
}
