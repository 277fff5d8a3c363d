using Pinfold.Core.WindowsModel;
using Pinfold.Core.WindowsModel.Access;
using Pinfold.Core.WindowsModel.Machine;
using Xunit;

namespace Pinfold.Core.Tests.WindowsModel.Machine;

/// <summary>The level of a new process (Win32, <i>Mandatory Integrity Control</i>, "Process Creation").</summary>
public sealed class NewProcessTests
{
    private const string Program = @"C:\Users\me\Documents\program.exe";
    private const string High = "S-1-16-12288", Medium = "S-1-16-8192", Low = "S-1-16-4096", Ours = "S-1-16-7936";

    /// <summary>
    /// "The new process is created with the minimum of the user integrity level and the file integrity level."
    /// </summary>
    [Theory]
    [InlineData(Medium, Ours, Ours)]
    [InlineData(Medium, Low, Low)]
    [InlineData(Medium, High, Medium)]
    [InlineData(Medium, Medium, Medium)]
    [InlineData(Low, Ours, Low)]
    [InlineData(Ours, Ours, Ours)]
    [InlineData(Medium, null, Medium)]
    [InlineData(High, null, High)]
    public void A_new_process_has_the_lower_level_of_its_starter_and_its_file(string user, string? file, string made) =>
        Assert.Equal(Sid.Parse(made), LevelOf(FreshWindows11.User with { IntegrityLevel = Sid.Parse(user) }, file));

    /// <summary>
    /// "If the administrator user executes a low integrity program, the token for the new process functions with the
    /// low integrity level."
    /// </summary>
    [Fact]
    public void An_administrators_program_of_low_level_runs_at_the_low_level() =>
        Assert.Equal(WellKnownSids.Low, LevelOf(FreshWindows11.User with { IntegrityLevel = WellKnownSids.High }, Low));

    /// <summary>
    /// "The user data, which is at the typical user integrity level, is write-protected against this new process."
    /// </summary>
    [Fact]
    public void What_such_a_program_cannot_write_is_the_users_data()
    {
        var host = FreshWindows11.Create();
        var letter = host.Machine.Find(@"C:\Users\me\Documents\letter.txt")!;
        var process = host.Machine.Start("program", FreshWindows11.User, image: File(host, Low));
        Assert.Equal(NtStatus.AccessDenied, NtMachine.Open(process.Token, letter, AccessMask.GenericWrite));
        Assert.Equal(NtStatus.Success, NtMachine.Open(process.Token, letter, AccessMask.GenericRead));
        Assert.Equal(NtStatus.Success, NtMachine.Open(FreshWindows11.User, letter, AccessMask.GenericWrite));
    }

    [Fact]
    public void Without_the_policy_the_file_says_nothing() =>
        Assert.Equal(WellKnownSids.Medium,
            LevelOf(FreshWindows11.User with { MandatoryPolicy = MandatoryPolicy.NoWriteUp }, Low));

    private static Sid LevelOf(Token user, string? file)
    {
        var host = FreshWindows11.Create();
        return host.Machine.Start("program", user, image: File(host, file)).Token.IntegrityLevel;
    }

    private static NtObject File(FreshWindows11 host, string? level)
    {
        var file = host.File(Program);
        if (level is not null)
            file.Descriptor = file.Descriptor.WithSacl(
                new(new Ace(AceType.MandatoryLabel, (uint)LabelPolicy.NoWriteUp, Sid.Parse(level))));
        return file;
    }
}
