using System.Globalization;
using System.Text;

namespace Pinfold.Core.Policy;

/// <summary>
/// A merged policy as text in TOML's syntax: one entry a line, in one order, so that equal policies give equal texts.
/// </summary>
internal sealed class PolicyText
{
    private readonly StringBuilder _text = new(8192);
    private readonly bool _origins;

    private PolicyText(bool origins) => _origins = origins;

    internal static string Of(SandboxPolicy policy, bool origins)
    {
        var text = new PolicyText(origins);
        text.Write(policy);
        return text._text.ToString();
    }

    /// <summary>A TOML basic string. A byte that is not UTF-8 is shown as <c>\xNN</c>.</summary>
    internal static string Quote(string value)
    {
        if (!value.AsSpan().ContainsAnyExceptInRange(' ', '~') && !value.AsSpan().ContainsAny('"', '\\'))
            return $"\"{value}\"";
        var quoted = new StringBuilder(value.Length + 2).Append('"');
        foreach (var c in value)
        {
            if (c is '"' or '\\') quoted.Append('\\').Append(c);
            else if (c is >= '\uDC80' and <= '\uDCFF' && !char.IsHighSurrogate(quoted[^1]))
                quoted.Append(CultureInfo.InvariantCulture, $"\\x{c - 0xDC00:x2}");
            else if (char.IsControl(c)) quoted.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}");
            else quoted.Append(c);
        }

        return quoted.Append('"').ToString();
    }

    private void Write(SandboxPolicy policy)
    {
        Line("version = 1");
        Line($"workspace = {Quote(Written(policy.Workspace.Value))}");
        Line($"profile = {Quote(PolicyWords.Of(policy.Profile))}");
        List("accept", policy.Accepted, c => Quote(PolicyWords.Of(c)), _ => null);
        Line("");
        Line("[filesystem]");
        List("write", policy.Write, r => Quote(r.Written), r => r.Origin);
        List("deny_read", policy.DenyRead.Where(SandboxPolicy.IsReopenable), Pattern, r => r.Origin);
        List("deny_read_always", policy.DenyRead.Where(r => !SandboxPolicy.IsReopenable(r)), Pattern, r => r.Origin);
        List("read", policy.Read, Pattern, r => r.Origin);
        List("protect", policy.Protect, r => Quote(r.Name), r => r.Origin);
        List("protect_paths", policy.ProtectPaths, r => Quote(r.Written), r => r.Origin);
        Line("");
        Line("[network]");
        Line($"mode = {Quote(PolicyWords.Of(policy.Network))}");
        List("allow", policy.Allow, h => Quote($"{(h.Subdomains ? "*." : "")}{h.Host}:{h.Port}"), h => h.Origin);
        List("loopback", policy.Loopback, p => p.ToString(CultureInfo.InvariantCulture), _ => null);
        Line("");
        Line("[commands]");
        List("rules", policy.Commands, Rule, r => r.Origin);
        Line("");
        Line("[limits]");
        if (policy.Limits.Processes is { } processes) Line($"processes = {processes}");
        if (policy.Limits.Memory is { } memory) Line($"memory = {Quote(Quantity.Bytes(memory))}");
        if (policy.Limits.Time is { } time) Line($"time = {Quote(Time(time))}");
        if (policy.Limits.Temp is { } temp) Line($"temp = {Quote(Quantity.Bytes(temp))}");
        Line("");
        Line("[guard]");
        if (policy.GuardDeletions is { } deletions) Line($"deletions = {deletions}");
        Line("");
        Line("[environment]");
        List("remove", policy.Environment.Remove, v => Quote(v.Name), v => v.Origin);
        List("remove_always", policy.Environment.RemoveAlways, v => Quote(v.Name), v => v.Origin);
        List("keep", policy.Environment.Keep, v => Quote(v.Name), v => v.Origin);
        if (policy.Environment.Set.IsEmpty) return;
        Line("");
        Line("[environment.set]");
        foreach (var set in policy.Environment.Set) Line($"{Quote(set.Name)} = {Quote(set.Value)}{From(set.Origin)}");
    }

    /// <summary>A literal path is escaped, so that it differs from the pattern of the same letters.</summary>
    private static string Pattern(PathRule rule) =>
        Quote(rule.Path is { } path ? Written(Paths.Glob.Escape(path.Value)) : rule.Written);

    private static string Written(string path) => path.Length > 2 && path[2] == ':' ? path[1..] : path;

    private static string Rule(CommandRule rule) =>
        $"{{ prefix = [{string.Join(", ", rule.Prefix.Select(Quote))}], decision = {Quote(PolicyWords.Of(rule.Verdict))} }}";

    private static string Time(TimeSpan time) => time.Ticks % TimeSpan.TicksPerSecond == 0
        ? Quantity.Duration(time)
        : time.TotalSeconds.ToString(CultureInfo.InvariantCulture) + "s";

    private void List<T>(string key, IEnumerable<T> items, Func<T, string> show, Func<T, Origin?> origin)
    {
        _text.Append(key).Append(" = [");
        var empty = true;
        foreach (var item in items)
        {
            _text.Append("\n  ").Append(show(item)).Append(',').Append(From(origin(item)));
            empty = false;
        }

        Line(empty ? "]" : "\n]");
    }

    private string From(Origin? origin) =>
        _origins && origin is not null ? "  # " + Paths.OsText.Display(origin.ToString()) : "";

    private void Line(string line) => _text.Append(line).Append('\n');
}
