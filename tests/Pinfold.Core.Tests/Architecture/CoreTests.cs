#pragma warning disable MA0009 // the input is our own source
using System.Collections.Immutable;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Pinfold.Core.Paths;
using Pinfold.Core.Planning;
using Xunit;
using ArchLoader = ArchUnitNET.Loader.ArchLoader;
using IType = ArchUnitNET.Domain.IType;

namespace Pinfold.Core.Tests.Architecture;

/// <summary>Core is pure: it computes, and touches nothing.</summary>
public sealed partial class CoreTests
{
    /// <summary>
    /// Folder → the folders that it may know. Each arrow exists, and there is no other and no circle: who stands below
    /// knows who stands above.
    /// </summary>
    private static readonly (string Folder, string[] Knows)[] Arrows =
    [
        ("Paths", []),
        ("Hashing", []),
        ("Enforcement", []),
        ("WindowsModel", []),
        ("Protocol", ["Paths"]),
        ("Attacks", ["Enforcement"]),
        ("Journal", ["Hashing"]),
        ("Ledger", ["Hashing"]),
        ("Policy", ["Enforcement", "Hashing", "Paths"]),
        ("Workspace", ["Hashing", "Paths", "Policy"]),
        ("Decisions", ["Paths", "Policy", "Workspace"]),
        ("Planning", ["Enforcement", "Ledger", "Paths", "Policy", "Protocol", "WindowsModel", "Workspace"]),
    ];

    private static readonly Assembly Core = typeof(CanonicalPath).Assembly;
    private static readonly ArchUnitNET.Domain.Architecture Code = new ArchLoader().LoadAssemblies(Core).Build();

    [Fact]
    public void Folders_know_each_other_as_drawn()
    {
        var drawn = Arrows.SelectMany(a => a.Knows.Select(k => $"{a.Folder} → {k}"));
        var real = Code.Types.SelectMany(t => t.Dependencies.Select(d => (From: Folder(t), To: Folder(d.Target))))
            .Where(d => d.From is not null && d.To is not null && d.From != d.To)
            .Select(d => $"{d.From} → {d.To}").Distinct(StringComparer.Ordinal);
        Assert.Equal(string.Join('\n', drawn.Order(StringComparer.Ordinal)),
            string.Join('\n', real.Order(StringComparer.Ordinal)));
    }

    [Fact]
    public void The_drawing_has_no_circle_and_every_folder()
    {
        for (var i = 0; i < Arrows.Length; i++)
            Assert.All(Arrows[i].Knows, k => Assert.Contains(Arrows[..i], a => a.Folder == k));
        Assert.Equal(
            string.Join(' ', Code.Types.Select(Folder).OfType<string>()
                .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)),
            string.Join(' ', Arrows.Select(a => a.Folder).Order(StringComparer.Ordinal)));
    }

    private static string? Folder(IType type)
    {
        const string Prefix = "Pinfold.Core.";
        var name = type.FullName;
        return name.StartsWith(Prefix, StringComparison.Ordinal) ? name[Prefix.Length..].Split('.')[0] : null;
    }

    [Fact]
    public void Nothing_is_referenced_but_the_class_library_and_the_TOML_parser() =>
        Assert.All(Core.GetReferencedAssemblies(),
            a => Assert.True(a.Name!.StartsWith("System.", StringComparison.Ordinal) || a.Name == "Tomlyn", a.Name));

    [Fact]
    public void The_system_is_not_called()
    {
        string[] banned = ["System.IO.File", "System.IO.Directory", "System.IO.FileInfo",
            "System.IO.DirectoryInfo", "System.Environment", "System.Console", "System.Threading.Thread"];
        // values: they open nothing
        string[] addresses = ["System.Net.IPAddress", "System.Net.IPNetwork", "System.Net.Sockets.AddressFamily"];
        var used = Code.Types.SelectMany(t => t.Dependencies)
            .Select(d => d.Target.FullName).Distinct(StringComparer.Ordinal).ToArray();
        Assert.Contains("System.String", used, StringComparer.Ordinal);
        Assert.Empty(used.Intersect(banned, StringComparer.Ordinal));
        Assert.DoesNotContain(used, t => t.StartsWith("System.Net.", StringComparison.Ordinal)
            && !addresses.Contains(t, StringComparer.Ordinal));
        Assert.DoesNotContain(used, t => t.StartsWith("System.Diagnostics.Process", StringComparison.Ordinal));
        Assert.DoesNotContain(Core.GetTypes().SelectMany(t => t.GetMethods(All)),
            m => m.Attributes.HasFlag(System.Reflection.MethodAttributes.PinvokeImpl));
    }

    [Fact]
    public void Every_step_says_how_it_is_taken_back() => Assert.All(Steps(), type =>
    {
        var step = (PlanStep)RuntimeHelpers.GetUninitializedObject(type);
        Assert.NotEmpty(step.Undo);
    });

    [Fact]
    public void Steps_are_sealed_and_never_change() => Assert.All(Steps(), type =>
    {
        Assert.True(type.IsSealed);
        Assert.All(type.GetProperties(), p => Assert.True(p.SetMethod is null
            || p.SetMethod.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit)),
            p.Name));
        Assert.DoesNotContain(type.GetProperties(), p => p.PropertyType.IsArray
            || typeof(System.Collections.IList).IsAssignableFrom(p.PropertyType) && !p.PropertyType.IsValueType);
    });

    private static Type[] Steps() =>
        [.. typeof(PlanStep).GetNestedTypes().Where(t => t.IsSubclassOf(typeof(PlanStep)))];

    /// <summary>
    /// A type has behaviour when someone wrote a method for it: then a test says its name. What is data alone is tested
    /// where it is made and used.
    /// </summary>
    [Fact]
    public void Every_public_type_with_behaviour_is_named_by_a_test()
    {
        var words = SourceTree.Files("tests").Select(SourceTree.Read)
            .SelectMany(text => Word().Matches(text)).Select(m => m.Value).ToHashSet(StringComparer.Ordinal);
        var untested = Core.GetExportedTypes().Where(
            t => !t.IsNested && HasBehaviour(t) && !words.Contains(NameOf(t)) && !words.Contains(NameOf(t) + "Tests"));
        var names = string.Join(' ', untested.Select(t => t.FullName));
        Assert.True(names.Length == 0, names);

        static string NameOf(Type type) => type.Name.Split('`')[0]; // of a generic one: as it is written
    }

    [GeneratedRegex(@"\w+")]
    private static partial Regex Word();

    private static bool HasBehaviour(Type type) => !type.IsEnum && !type.IsSubclassOf(typeof(Exception))
        && type.GetMethods(All | BindingFlags.DeclaredOnly).Any(m =>
            m.IsPublic && !m.IsSpecialName && m.GetBaseDefinition() == m
                && m.GetCustomAttribute<CompilerGeneratedAttribute>() is null);

    private const BindingFlags All = BindingFlags.Public
        | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static;
}
