using System.Collections.Immutable;
using System.Diagnostics;
using Pinfold.Core.Paths;
using Pinfold.Core.Planning.Windows;

namespace Pinfold.Windows.Host;

/// <summary>
/// Looks where folders that everybody may write use to be. Bounded, for disks are large: it finds the usual ones, not
/// all.
/// </summary>
internal static class OpenFolders
{
    private const int Most = 4000;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    /// <summary>Those that would be open to a command if levels were not asked, and those that are.</summary>
    internal static ImmutableArray<OpenFolder> Find(WindowsHostFacts facts, WindowsPlan plan)
    {
        if (plan.Steps.OfType<WindowsStep.CreateToken>().FirstOrDefault() is not { } step) return [];
        var target = step.Apply(facts.Token);
        var roots = plan.Steps.OfType<WindowsStep.GrantRoot>().Select(s => s.Path).ToArray();
        var clock = Stopwatch.StartNew();
        var looked = Places(facts).Distinct(WindowsPathComparer.Instance)
            .Where(p => !roots.Any(r => WindowsPath.IsWithin(p, r))).Take(Most)
            .TakeWhile(_ => clock.Elapsed < Patience).Select(PathProbe.Look).OfType<WindowsPathFacts>();
        return OpenFolder.Find(target, looked);
    }

    private static IEnumerable<CanonicalPath> Places(WindowsHostFacts facts)
    {
        List<CanonicalPath> parents = [.. facts.Volumes.Select(v => v.Root)];
        foreach (var folder in (Environment.SpecialFolder[])
            [Environment.SpecialFolder.CommonApplicationData, Environment.SpecialFolder.CommonDocuments,
                Environment.SpecialFolder.Windows, Environment.SpecialFolder.ProgramFiles])
            if (WindowsPath.TryParse(Environment.GetFolderPath(folder), out var path, out _)) parents.Add(path);
        foreach (var entry in (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            if (WindowsPath.TryParse(entry, out var path, out _)) yield return path;
        foreach (var parent in parents)
        {
            yield return parent;
            foreach (var child in Children(parent)) yield return child;
        }
    }

    private static IEnumerable<CanonicalPath> Children(CanonicalPath parent)
    {
        try
        {
            return [.. Directory.EnumerateDirectories(WindowsPath.ToExtended(parent)).Select(Path.GetFileName)
                .Where(n => n is not null && WindowsPath.WhyNoName(n) is null).Select(n => parent.Combine(n!))];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
