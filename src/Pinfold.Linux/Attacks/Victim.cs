using System.Globalization;
using System.Text;
using Pinfold.Linux.Native;

namespace Pinfold.Linux.Attacks;

/// <summary>
/// A harmless process outside that attacks aim at. It holds a secret in memory and lives until its standard input ends.
/// </summary>
internal sealed unsafe class Victim : IDisposable
{
    internal const string Verb = "victim", Secret = "victim-memory-0123456789";
    private readonly BareProcess _process;
    private readonly Descriptor _lifeline, _echo;

    internal Victim(string program)
    {
        (var input, _lifeline) = Descriptor.Pipe();
        (_echo, var write) = Descriptor.Pipe();
        using (input)
        using (write)
        {
            _process = BareProcess.Start([program, "attack", Verb], "/", [new("PINFOLD_VICTIM", Secret)],
                (input.Number, write.Number, 2));
        }

        var buffer = stackalloc byte[64];
        var got = (int)LinuxException.Check(Libc.Read(_echo.Number, buffer, 64), "read", "the victim's address");
        Address = nint.Parse(Encoding.UTF8.GetString(buffer, got), CultureInfo.InvariantCulture);
    }

    /// <summary>Its process id, as the host sees it.</summary>
    internal int Id => _process.Id;

    /// <summary>Where its secret lies.</summary>
    internal nint Address { get; }

    /// <summary>It answers: it has not been killed, stopped or traced.</summary>
    internal bool IsUnharmed
    {
        get
        {
            byte question = 1;
            // EPIPE: it is gone
            if (SystemCall.Call(Sys.Write, _lifeline.Number, (nint)(&question), 1) != 1) return false;
            var poll = stackalloc int[2];
            poll[0] = _echo.Number;
            poll[1] = 1; // POLLIN
            return SystemCall.Call(Sys.Poll, (nint)poll, 1, 2000) == 1
                && SystemCall.Call(Sys.Read, _echo.Number, (nint)(&question), 1) == 1;
        }
    }

    /// <summary>The secret as it is in its memory now.</summary>
    internal string Memory
    {
        get
        {
            using var file = new FileStream($"/proc/{Id}/mem", FileMode.Open, FileAccess.Read);
            var bytes = new byte[Secret.Length];
            file.Position = Address;
            file.ReadExactly(bytes);
            return Encoding.UTF8.GetString(bytes);
        }
    }

    public void Dispose()
    {
        _lifeline.Dispose();
        _echo.Dispose();
        _process.Dispose();
    }

    /// <summary>The victim's own life.</summary>
    internal static int Live()
    {
        // Yama's ptrace_scope 1 would spoil the controls
        SystemCall.Call(Sys.Prctl, 0x59616d61 /* PR_SET_PTRACER */, -1);
        var secret = SystemCall.Text(Secret);
        SystemCall.Write(1, secret.ToString(CultureInfo.InvariantCulture));
        byte end;
        while (Libc.Read(0, &end, 1) > 0) SystemCall.Call(Sys.Write, 1, (nint)(&end), 1);

        return 0;
    }
}
