using Pinfold.Core.Paths;
using Pinfold.Core.Protocol;
using Xunit;

namespace Pinfold.Core.Tests.Protocol;

public sealed class AccountLaunchTests
{
    private static readonly AccountLaunch Launch = new()
    {
        IsOnline = true, Session = "0123456789abcdef", Station = "Service-0x0-3e7$",
        Roots = [new(WindowsPath.Parse(@"C:\src\app"), 7, (UInt128)8 << 64)],
        Reads = [new(WindowsPath.Parse(@"C:\tools"), 7, 9), new(WindowsPath.Parse(@"D:\x"), 1, 2)],
        Program = WindowsPath.Parse(@"C:\Windows\System32\cmd.exe"),
        CommandLine = "cmd.exe /c \"echo \ud800\"", WorkingDirectory = WindowsPath.Parse(@"C:\src\app"),
        Environment = [new("PATH", @"C:\Windows"), new("=C:", @"C:\src"), new("EMPTY", "")],
        Processes = 3, Memory = 1UL << 40, Deadline = 5000, Streams = (4, 0, 0x7ffffffc),
    };

    [Fact]
    public void A_launch_is_read_as_it_was_written()
    {
        var read = AccountLaunch.Read(Launch.Write(), out var fault);
        Assert.Equal("", fault);
        Assert.Equal(Launch.Write(), read!.Write());
        Assert.Equal(Launch with { Roots = [], Reads = [], Environment = [] },
            read with { Roots = [], Reads = [], Environment = [] });
        Assert.Equal(Launch.Roots, read.Roots);
        Assert.Equal(Launch.Reads, read.Reads);
        Assert.Equal(Launch.Environment, read.Environment);
    }

    [Fact]
    public void A_launch_that_is_cut_off_anywhere_or_goes_on_is_none()
    {
        var whole = Launch.Write();
        for (var length = 0; length < whole.Length; length++)
            Assert.Null(AccountLaunch.Read(whole.AsSpan(0, length), out _));
        Assert.Null(AccountLaunch.Read([.. whole, 0], out _));
        Assert.Null(AccountLaunch.Read(new byte[AccountLaunch.MaxBytes + 1], out var fault));
        Assert.Contains("at most", fault, StringComparison.Ordinal);
    }

    [Fact]
    public void No_change_of_one_byte_makes_it_throw_or_reads_as_what_it_does_not_say()
    {
        var whole = Launch.Write();
        for (var at = 0; at < whole.Length; at++)
        {
            var bytes = whole.ToArray();
            bytes[at] ^= 0xff;
            if (AccountLaunch.Read(bytes, out var fault) is { } read) Assert.NotEqual(whole, read.Write());
            else Assert.NotEmpty(fault);
        }
    }

    [Theory]
    [InlineData(@"C:\a\..\b")]
    [InlineData(@"\\server\share")]
    [InlineData(@"\\.\PhysicalDrive0")]
    [InlineData(@"\\?\GLOBALROOT\Device\HarddiskVolume1")]
    [InlineData(@"relative")]
    public void A_path_that_is_none_of_a_drive_is_refused(string path)
    {
        var text = @"C:\src\app";
        var bytes = Replaced(Launch.Write(), text, path);
        var read = AccountLaunch.Read(bytes, out var fault);
        Assert.True(read is null
            ? fault.Contains("a path", StringComparison.Ordinal)
            : read.WorkingDirectory == WindowsPath.Parse(path),
            fault);
        Assert.True(read is null || WindowsPath.IsOnDrive(read.WorkingDirectory));
    }

    [Fact]
    public void The_place_of_a_proxys_port_is_read_as_it_was_written_and_no_other_is_read()
    {
        var offline = Launch with { IsOnline = false };
        foreach (var slot in (int?[])[null, 0, 1, AccountLaunch.MaxProxies - 1])
            Assert.Equal(slot, AccountLaunch.Read((offline with { ProxySlot = slot }).Write(), out _)!.ProxySlot);
        Refused(offline with { ProxySlot = AccountLaunch.MaxProxies }, "proxies' ports");
        Refused(offline with { ProxySlot = 254 }, "proxies' ports");
        Refused(Launch with { ProxySlot = 0 }, "no proxy");
        Assert.Throws<OverflowException>((offline with { ProxySlot = 255 }).Write);
    }

    [Fact]
    public void What_no_client_sends_is_refused_by_name()
    {
        Refused(Launch with { Session = "../x" }, "not named as one");
        Refused(Launch with { Session = "" }, "not named as one");
        Refused(Launch with { Station = @"WinSta0\Default" }, "not named as one");
        Refused(Launch with { Streams = (1, 0, 0) }, "no handle");
        Refused(Launch with { Streams = (0, 0xfffffffc, 0) }, "no handle"); // the process itself
        Refused(Launch with { CommandLine = "" }, "no command line");
        Refused(Launch with { CommandLine = "a\0b" }, "NUL");
        Refused(Launch with { CommandLine = new('a', AccountLaunch.MaxCommandLine + 1) }, "too long");
        Refused(Launch with { Environment = [new("", "x")] }, "no name");
        Refused(Launch with { Environment = [new("a=b", "x")] }, "no name");
        Refused(Launch with { Environment = [new("a", "b\0c=d")] }, "NUL");
        Refused(
            Launch with { Roots = [.. Enumerable.Repeat(Launch.Roots[0], AccountLaunch.MaxFolders + 1)] }, "too long");
        Refused(Launch with
        {
            Environment =
                [.. Enumerable.Range(0, 40).Select(i => KeyValuePair.Create($"V{i}", new string('x', 30_000)))]
        },
            "at most");
    }

    [Fact]
    public void An_ending_is_read_as_it_was_written()
    {
        Assert.Equal(new LaunchEnding(0, unchecked((int)0xC0000005), ""),
            LaunchEnding.Read(new LaunchEnding(0, unchecked((int)0xC0000005), "").Write()));
        Assert.Equal(new LaunchEnding(3, 126, "why"), LaunchEnding.Read(new LaunchEnding(3, 126, "why").Write()));
        Assert.NotNull(LaunchEnding.Read(new LaunchEnding(3, 126, new('x', 10_000)).Write()));
        Assert.Null(LaunchEnding.Read([5, 0, 0, 0, 0]));
        Assert.Null(LaunchEnding.Read([0, 0, 0, 0]));
    }

    private static void Refused(AccountLaunch launch, string why) =>
        Assert.Contains(why, Assert.Throws<ArgumentException>(launch.Write).Message, StringComparison.Ordinal);

    /// <summary>The last text that is <paramref name="old"/>, with its length.</summary>
    private static byte[] Replaced(byte[] bytes, string old, string with)
    {
        var at = bytes.AsSpan().IndexOf(Text(old));
        return [.. bytes[..at], .. Text(with), .. bytes[(at + Text(old).Length)..]];
    }

    private static byte[] Text(string text) =>
        [.. BitConverter.GetBytes(text.Length), .. System.Text.Encoding.Unicode.GetBytes(text)];
}
