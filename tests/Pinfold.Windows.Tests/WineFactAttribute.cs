using System.Runtime.CompilerServices;
using Xunit;
using Xunit.v3;

namespace Pinfold.Windows.Tests;

/// <summary>A fact about what Wine does not do: a fence there must say that it is none.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class WineFactAttribute : FactAttribute, ITraitAttribute
{
    public WineFactAttribute([CallerFilePath] string? file = null, [CallerLineNumber] int line = -1)
        : base(file, line)
    {
        if (WineVersion.Current is null) Skip = "is about Wine";
    }

    /// <inheritdoc cref="WindowsFactAttribute.GetTraits"/>
    public IReadOnlyCollection<KeyValuePair<string, string>> GetTraits() => [new("host", "Windows")];
}
