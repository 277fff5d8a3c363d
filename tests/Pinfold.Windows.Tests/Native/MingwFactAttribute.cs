using System.Runtime.CompilerServices;
using Xunit;
using Xunit.v3;

namespace Pinfold.Windows.Tests.Native;

/// <summary>A fact that needs a compiler with Windows' headers.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class MingwFactAttribute : FactAttribute, ITraitAttribute
{
    public MingwFactAttribute([CallerFilePath] string? file = null, [CallerLineNumber] int line = -1)
        : base(file, line)
    {
        if (OperatingSystem.IsWindows()) Skip = "runs where the tests are built, on Linux";
        else if (HeaderProgram.FindCompiler() is null && !MustBeHere) Skip = $"needs {HeaderProgram.Compiler}";
    }

    /// <summary>Where every commit is judged, the test fails without its compiler.</summary>
    private static bool MustBeHere => Environment.GetEnvironmentVariable("CI") is { Length: > 0 }
        && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("PINFOLD_NO_PACKAGES"));

    /// <summary>So that a run elsewhere can leave it out, instead of counting it once more as skipped.</summary>
    public IReadOnlyCollection<KeyValuePair<string, string>> GetTraits() => [new("host", "Linux")];
}
