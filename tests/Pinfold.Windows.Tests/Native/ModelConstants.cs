using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace Pinfold.Windows.Tests.Native;

/// <summary>
/// The numbers of the model and the plan, each under the name that its docstring begins with: a member of an enum, or a
/// property of the access mask, in Core's source.
/// </summary>
internal static partial class ModelConstants
{
    private static readonly string[] Sources =
    [
        "WindowsModel/Rights/*.cs", "WindowsModel/AccessMask.cs",
        "WindowsModel/AceType.cs", "WindowsModel/AceFlags.cs", "WindowsModel/LabelPolicy.cs",
        "WindowsModel/Access/GroupAttributes.cs", "WindowsModel/Access/RestrictedTokenFlags.cs",
        "Planning/Windows/JobLimits.cs", "Planning/Windows/JobUiLimits.cs",
    ];

    /// <summary>Only the kernel's header wdm.h has them, which cannot be read together with windows.h.</summary>
    private static readonly string[] Kernel =
        ["DIRECTORY_ALL_ACCESS", "DIRECTORY_CREATE_OBJECT", "DIRECTORY_CREATE_SUBDIRECTORY",
            "DIRECTORY_QUERY", "DIRECTORY_TRAVERSE", "EVENT_QUERY_STATE", "THREAD_ALERT"];

    /// <summary>
    /// In winnt.h of the Windows SDK, and in none of mingw-w64's headers: nobody is asked about these.
    /// </summary>
    private static readonly string[] Elsewhere =
        ["CRITICAL_ACE_FLAG", "PROCESS_SET_LIMITED_INFORMATION", "SYSTEM_ACCESS_FILTER_ACE_TYPE",
            "SYSTEM_PROCESS_TRUST_LABEL_ACE_TYPE", "THREAD_RESUME"];

    /// <summary>Those that the user's headers have.</summary>
    internal static (string Name, uint Value)[] OfUser() =>
        [.. All().Where(n => !Elsewhere.Contains(n.Name) && !Kernel.Contains(n.Name))];

    /// <summary>Those that the kernel's have.</summary>
    internal static (string Name, uint Value)[] OfKernel() => [.. All().Where(n => Kernel.Contains(n.Name))];

    /// <summary>Those that neither has.</summary>
    internal static (string Name, uint Value)[] OfNeither() => [.. All().Where(n => Elsewhere.Contains(n.Name))];

    private static (string Name, uint Value)[] All([CallerFilePath] string here = "")
    {
        var core = Path.Combine(Path.GetDirectoryName(here)!, "../../../src/Pinfold.Core");
        return [.. Sources.SelectMany(s => Directory.EnumerateFiles(Path.Combine(core, Path.GetDirectoryName(s)!),
            Path.GetFileName(s))).SelectMany(Of).Distinct()];
    }

    private static IEnumerable<(string Name, uint Value)> Of(string file)
    {
        foreach (Match match in Documented().Matches(File.ReadAllText(file)))
        {
            var digits = match.Groups["value"].Value.Replace("_", "", StringComparison.Ordinal);
            yield return (match.Groups["name"].Value, digits.StartsWith("0x", StringComparison.Ordinal)
                ? uint.Parse(digits[2..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture)
                : uint.Parse(digits, CultureInfo.InvariantCulture));
        }
    }

    [GeneratedRegex(@"<summary>\s*(?:///\s*)?(?<name>[A-Z][A-Z0-9_]{3,})(?! of )\b(?:(?!</summary>)[\s\S])*</summary>\s*(?:public static AccessMask )?\w+ =>? (?<value>0x[0-9a-fA-F_]+|\d+)[,;]",
        RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Documented();
}
