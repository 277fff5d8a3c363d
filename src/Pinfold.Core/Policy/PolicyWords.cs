using Pinfold.Core.Enforcement;

namespace Pinfold.Core.Policy;

/// <summary>The words of enumerations, as a policy file and the command line spell them.</summary>
public static class PolicyWords
{
    internal static readonly string[] Profiles = ["read-only", "workspace-write", "full-access"];
    internal static readonly string[] Modes = ["offline", "allowlist", "online"];
    internal static readonly string[] Verdicts = ["allow", "ask", "deny"];
    internal static readonly string[] Controls = [.. Enum.GetValues<Control>().Select(Of)];

    /// <summary><c>read-only</c>, <c>workspace-write</c> or <c>full-access</c>.</summary>
    public static string Of(Profile profile) => Profiles[(int)profile];

    /// <summary><c>offline</c>, <c>allowlist</c> or <c>online</c>.</summary>
    public static string Of(NetworkMode mode) => Modes[(int)mode];

    /// <summary><c>allow</c>, <c>ask</c> or <c>deny</c>.</summary>
    public static string Of(Verdict verdict) => Verdicts[(int)verdict];

    /// <summary>
    /// The hand-off names that are protected wherever they lie in a writable folder, unless somebody releases them.
    /// </summary>
    public static IEnumerable<string> HandoffNames =>
        BuiltInLists.Rules(Paths.CanonicalPath.Root, Paths.CanonicalPath.Root).Protect!.Select(p => p.Name);

    /// <summary>The control's name in lower case.</summary>
    public static string Of(Control control) => control.ToString().ToLowerInvariant();

    /// <summary><c>enforced</c>, <c>partial</c> or <c>not enforced</c>.</summary>
    public static string Of(EnforcementStatus status) => status switch
    {
        EnforcementStatus.Enforced => "enforced",
        EnforcementStatus.Partial => "partial",
        _ => "not enforced",
    };

    /// <summary><c>built_in</c>, <c>machine</c>, <c>user</c>, <c>project</c> or <c>flag</c>, as in JSON.</summary>
    public static string Of(PolicyLayer layer) =>
        layer == PolicyLayer.BuiltIn ? "built_in" : layer.ToString().ToLowerInvariant();

    /// <summary>The profile that a word names.</summary>
    public static bool TryProfile(string? word, out Profile profile) => Try(Profiles, word, out profile);

    /// <summary>The mode that a word names.</summary>
    public static bool TryMode(string? word, out NetworkMode mode) => Try(Modes, word, out mode);

    internal static bool Try<T>(string[] words, string? word, out T value)
        where T : struct, Enum
    {
        var index = Array.IndexOf(words, word);
        value = index < 0 ? default : Enum.GetValues<T>()[index];
        return index >= 0;
    }
}
