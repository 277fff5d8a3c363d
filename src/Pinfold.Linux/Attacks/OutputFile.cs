using System.Text;
using Pinfold.Linux.Native;

namespace Pinfold.Linux.Attacks;

/// <summary>Where an attempt's words go: memory, so that nothing has to read while it runs.</summary>
internal sealed unsafe class OutputFile : IDisposable
{
    private const int Limit = 1 << 20;
    private readonly Descriptor _output = Make(), _errors = Make();

    internal int Number => _output.Number;

    internal int Errors => _errors.Number;

    internal string Read() => Read(_output);

    internal string ReadErrors() => Read(_errors);

    public void Dispose()
    {
        _output.Dispose();
        _errors.Dispose();
    }

    private static Descriptor Make()
    {
        fixed (byte* name = "pinfold-attempt\0"u8) return new(LinuxException.Check(Libc.MemfdCreate(name, Libc.MFD_CLOEXEC), "memfd_create"));
    }

    private static string Read(Descriptor file)
    {
        var buffer = new byte[Limit];
        fixed (byte* b = buffer)
        {
            var got = SystemCall.Call(Sys.Pread64, file.Number, (nint)b, Limit, 0);
            return got <= 0 ? "" : Encoding.UTF8.GetString(buffer, 0, (int)got);
        }
    }
}
