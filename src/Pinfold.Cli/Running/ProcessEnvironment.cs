using System.Runtime.InteropServices;
using Pinfold.Core.Paths;

namespace Pinfold.Cli.Running;

/// <summary>The variables of this process, byte for byte: the framework's own view loses what is not UTF-8.</summary>
internal static unsafe class ProcessEnvironment
{
    internal static List<KeyValuePair<string, string>> Current()
    {
        var variables = new List<KeyValuePair<string, string>>();
        var entry = *(byte***)NativeLibrary.GetExport(NativeLibrary.GetMainProgramHandle(), "environ");
        for (; entry != null && *entry != null; entry++)
        {
            var bytes = MemoryMarshal.CreateReadOnlySpanFromNullTerminated(*entry);
            var equals = bytes.IndexOf((byte)'=');
            if (equals > 0) variables.Add(new(OsText.Decode(bytes[..equals]), OsText.Decode(bytes[(equals + 1)..])));
        }

        return variables;
    }
}
