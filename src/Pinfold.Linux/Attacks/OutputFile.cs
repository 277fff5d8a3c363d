using System.Text;
using Pinfold.Linux.Native;

namespace Pinfold.Linux.Attacks;

/// <summary>Where an attempt's words go: memory, so that nothing has to read while it runs.</summary>
internal sealed class OutputFile : IDisposable
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

    private static Descriptor Make() => Descriptor.InMemory("pinfold-attempt\0"u8, []);

    private static string Read(Descriptor file) => Encoding.UTF8.GetString(file.ReadAll(Limit));
}
