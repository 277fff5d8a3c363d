using System.Runtime.CompilerServices;
using Xunit;

namespace Pinfold.Windows.Tests.Native;

/// <summary>A fact that needs a compiler with Windows' headers.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class MingwFactAttribute : FactAttribute
{
    public MingwFactAttribute([CallerFilePath] string? file = null, [CallerLineNumber] int line = -1)
        : base(file, line)
    {
        if (OperatingSystem.IsWindows()) Skip = "runs where the tests are built, on Linux";
        else if (HeaderProgram.FindCompiler() is null) Skip = $"needs {HeaderProgram.Compiler}";
    }
}
