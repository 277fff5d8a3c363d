using System.Runtime.CompilerServices;
using Xunit;

namespace Pinfold.Windows.Tests;

/// <summary>A fact that needs Windows or Wine. A plain <see cref="FactAttribute"/> holds on any system.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class WindowsFactAttribute : FactAttribute
{
    public WindowsFactAttribute([CallerFilePath] string? file = null, [CallerLineNumber] int line = -1)
        : base(file, line)
    {
        if (!OperatingSystem.IsWindows()) Skip = "needs Windows or Wine";
    }
}
