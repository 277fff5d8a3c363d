using System.Runtime.CompilerServices;
using Xunit;
using Xunit.v3;

namespace Pinfold.Windows.Tests;

/// <summary>A fact that only Windows itself can show: <paramref name="wine"/> says what Wine does instead.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class RealWindowsFactAttribute : FactAttribute, ITraitAttribute
{
    public RealWindowsFactAttribute(string wine, [CallerFilePath] string? file = null, [CallerLineNumber] int line = -1)
        : base(file, line)
    {
        Wine = wine;
        if (!OperatingSystem.IsWindows()) Skip = "needs Windows";
        else if (WineVersion.Current is { } version) Skip = $"needs Windows itself: Wine {version} {wine}";
    }

    /// <summary>Why Wine shows nothing here.</summary>
    public string Wine { get; }

    /// <summary>So that a run elsewhere can leave it out, instead of counting it once more as skipped.</summary>
    public IReadOnlyCollection<KeyValuePair<string, string>> GetTraits() => [new("host", "Windows")];
}
