using System.Net.Sockets;
using Pinfold.Linux.Native;
using Pinfold.Linux.Processes;
using Xunit;

namespace Pinfold.Linux.Tests.Processes;

/// <summary>Descriptors that were opened outside lead outside.</summary>
public sealed class StreamTests : IDisposable
{
    private readonly Fence _fence = new();

    public void Dispose() => _fence.Dispose();

    [Fact]
    public void A_folder_as_standard_input_is_refused()
    {
        // The control: a file, of which the same program sees no more than its bytes.
        var (output, _) = With(Open("/etc/hostname", 0), "wc -c < /dev/stdin > /dev/null && echo read");
        Assert.Equal("read\n", output);
        Refused(Open(_fence.Folder, Libc.O_DIRECTORY));
        Refused(Open(_fence.Folder, Libc.O_PATH));
        Refused(Open("/etc/hostname", Libc.O_PATH));
    }

    [Fact]
    public void Sockets_that_can_reach_out_are_refused_and_a_pair_is_not()
    {
        using var internet = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        using var datagram = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        Refused((int)internet.Handle);
        Refused((int)datagram.Handle);
        using var stream = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        Assert.Equal("ok\n", With((int)stream.Handle, "echo ok").Output);
    }

    [Fact]
    public void A_file_given_for_reading_cannot_be_opened_again_for_writing()
    {
        var file = _fence.Folder + "/given";
        File.WriteAllText(file, "text");
        var (output, _) = With(Open(file, 0), "echo x > /proc/self/fd/0; echo x > /dev/stdin; cat");
        Assert.EndsWith("text", output, StringComparison.Ordinal);
        Assert.Equal("text", File.ReadAllText(file));
    }

    [Fact]
    public void Nothing_else_is_inherited()
    {
        using var secret = new Descriptor(LinuxException.Check(Open("/etc/hostname", 0), "open"));
        var (output, _) = _fence.Run(["/bin/ls", "/proc/self/fd"]);
        Assert.Equal("0\n1\n2\n3\n", output); // 3 is ls reading the folder
    }

    private void Refused(int input)
    {
        var (output, result) = With(input, "echo ran");
        Assert.Equal((LaunchOutcome.Failed, 125, ""), (result.Outcome, result.ExitStatus, output));
        Assert.StartsWith("standard input would lead out of the fence", result.Failure, StringComparison.Ordinal);
    }

    private (string Output, LaunchResult Result) With(int input, string script) =>
        _fence.Run(["/bin/sh", "-c", script], edit: r => r with { Streams = (input, r.Streams.Out, r.Streams.Error) });

    private static unsafe int Open(string path, int flags)
    {
        fixed (byte* text = Core.Paths.OsText.Encode(path + "\0"))
            return LinuxException.Check(Libc.Open(text, flags | Libc.O_CLOEXEC, 0), "open", path);
    }
}
