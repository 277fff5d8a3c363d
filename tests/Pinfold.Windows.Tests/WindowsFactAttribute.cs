using System.Runtime.CompilerServices;
using Xunit;
using Xunit.v3;

namespace Pinfold.Windows.Tests;

/// <summary>A fact that needs Windows or Wine. A plain <see cref="FactAttribute"/> holds on any system.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class WindowsFactAttribute : FactAttribute, ITraitAttribute
{
    public WindowsFactAttribute([CallerFilePath] string? file = null, [CallerLineNumber] int line = -1)
        : base(file, line)
    {
        if (!OperatingSystem.IsWindows()) Skip = "needs Windows or Wine";
    }

    /// <summary>So that a run elsewhere can leave it out, instead of counting it once more as skipped.</summary>
    public IReadOnlyCollection<KeyValuePair<string, string>> GetTraits() => [new("host", "Windows")];
}
