using Pinfold.Core.Paths;
using Tomlyn.Syntax;

namespace Pinfold.Core.Policy;

/// <summary>The entries of a policy's lists: paths, names, hosts, ports, commands, variables.</summary>
internal sealed class EntryReader(PolicyLayer layer, ValueReader values, PathSyntax paths, DiagnosticBag faults)
{
    private const long MostBytes = 1L << 50;

    internal IEnumerable<PathRule> Paths(string key, ValueSyntax value, bool relative)
    {
        foreach (var text in values.Strings(key, value))
            if (paths.Rule(text.Value, text.Origin, relative) is { } rule) yield return rule;
    }

    internal IEnumerable<PathRule> Roots(string key, ValueSyntax value)
    {
        foreach (var text in values.Strings(key, value))
        {
            if (PathSyntax.IsTemp(text.Value)) continue;
            if (paths.Rule(text.Value, text.Origin, relative: layer == PolicyLayer.Project) is not { } rule) continue;
            if (rule.Path is not null) yield return rule;
            else faults.Add(DiagnosticCode.WildcardInRoot, text.Origin,
                $"{DiagnosticBag.Quote(text.Value)} has a wildcard, and {key} names folders",
                "name the folder above, or escape the character with '\\'");
        }
    }

    /// <summary>Names relative to a folder, and whole paths, which stand for one place each.</summary>
    internal (List<HandoffRule> Names, List<PathRule> Paths) Handoffs(string key, ValueSyntax value)
    {
        var (names, places) = (new List<HandoffRule>(), new List<PathRule>());
        foreach (var text in HandoffNames(key, value))
        {
            if (text.Value.StartsWith('/'))
                places.Add(new(text.Value, CanonicalPath.Parse(text.Value), null, text.Origin));
            else names.Add(new(text.Value, text.Origin));
        }

        return (names, places);
    }

    internal IEnumerable<Said<string>> HandoffNames(string key, ValueSyntax value)
    {
        foreach (var text in values.Strings(key, value))
            if (HandoffName(text, paths.Home, faults) is { } name) yield return name;
    }

    internal static Said<string>? HandoffName(Said<string> text, CanonicalPath home, DiagnosticBag faults)
    {
        var name = text.Value.TrimEnd('/');
        if (name.StartsWith("~/", StringComparison.Ordinal)) name = home.Value + name[1..];
        else if (WindowsPath.IsOnDrive(home) && WindowsPath.TryParse(name, out var onDrive, out _))
            name = onDrive.Value;
        var parts = name.TrimStart('/').Split('/');
        var isPath = parts.All(p => p is not ("" or "." or ".." or "~")) && !name.AsSpan().ContainsAny('*', '?', '\0');
        if (isPath && CanonicalPath.TryParse("/" + name, out _, out _))
            return new(name, text.Origin);
        faults.Add(DiagnosticCode.MalformedHandoff, text.Origin,
            $"{DiagnosticBag.Quote(text.Value)} is no hand-off name",
            "write a name ('.vscode'), a path below the workspace ('.vscode/tasks.json') or '~/…', without wildcards and '..'");
        return null;
    }

    internal IEnumerable<HostRule> Hosts(string key, ValueSyntax value)
    {
        foreach (var text in values.Strings(key, value))
        {
            if (HostSyntax.Read(text.Value, text.Origin, faults) is { } rule) yield return rule;
        }
    }

    internal IEnumerable<Said<int>> Ports(string key, ValueSyntax value)
    {
        foreach (var item in values.Items(key, value))
            if (values.Integer(key, item, 1, 65535) is { } port) yield return new((int)port.Value, port.Origin);
    }

    internal IEnumerable<CommandRule> Commands(string key, ValueSyntax value)
    {
        foreach (var item in values.Items(key, value))
        {
            if (item is not InlineTableSyntax table)
            {
                values.Wrong<string>(key, item, "{ prefix = [\"git\", \"push\"], decision = \"ask\" }");
                continue;
            }

            foreach (var rule in Command(table.Items.Select(i => i.KeyValue).OfType<KeyValueSyntax>(), table))
                yield return rule;
        }
    }

    /// <summary>One rule, or none when it is faulty.</summary>
    internal IEnumerable<CommandRule> Command(IEnumerable<KeyValueSyntax> pairs, SyntaxNode place)
    {
        List<string>? prefix = null;
        Said<Verdict>? verdict = null;
        var faulty = false;
        foreach (var pair in pairs)
        {
            if (pair is not { Key: { } key, Value: { } value }) continue;
            var name = ValueReader.NameOf(key);
            if (name == "prefix")
            {
                var words = values.Items("prefix", value).Select(i => values.String("prefix", i)).ToList();
                faulty |= words.Contains(null);
                prefix = [.. words.Select(w => w?.Value ?? "")];
            }
            else if (name == "decision")
            {
                verdict = values.Word<Verdict>("decision", value, PolicyWords.Verdicts);
                faulty |= verdict is null;
            }
            else
            {
                faults.Add(DiagnosticCode.UnknownKey, values.OriginOf(key),
                    $"{DiagnosticBag.Quote(name)} is no key of a command rule",
                    Suggestion.For(name, ["prefix", "decision"]));
                faulty = true;
            }
        }

        if (faulty) yield break;
        if (prefix is null || verdict is null || prefix.Count == 0 || prefix[0].Length == 0)
            faults.Add(DiagnosticCode.MalformedCommand, values.OriginOf(place), "the rule has no prefix or no decision",
                "write { prefix = [\"git\", \"push\"], decision = \"ask\" }");
        else if (layer == PolicyLayer.Project && verdict.Value == Verdict.Allow)
            faults.Add(DiagnosticCode.ProjectMayNot, verdict.Origin, "a project's file may not allow a command",
                "write 'ask' or 'deny', or remove the rule");
        else
            yield return new([.. prefix], verdict.Value, values.OriginOf(place));
    }

    internal Said<long>? Bytes(string key, ValueSyntax value, long least)
    {
        if (value is IntegerValueSyntax) return values.Integer(key, value, least, MostBytes);
        if (values.String(key, value) is not { } text) return null;
        if (!Quantity.TryBytes(text.Value, out var bytes))
            faults.Add(DiagnosticCode.MalformedQuantity, text.Origin,
                $"{key} = {DiagnosticBag.Quote(text.Value)} is no size",
                "write a number of bytes, or one with KiB, MiB, GiB or TiB");
        else if (bytes < least || bytes > MostBytes)
            faults.Add(DiagnosticCode.OutOfRange, text.Origin,
                $"{key} = {DiagnosticBag.Quote(text.Value)} is out of range",
                $"write a size from {Quantity.Bytes(least)} to {Quantity.Bytes(MostBytes)}");
        else return new(bytes, text.Origin);
        return null;
    }

    internal Said<long>? Duration(string key, ValueSyntax value)
    {
        if (values.String(key, value) is not { } text) return null;
        if (!Quantity.TryDuration(text.Value, out var time))
            faults.Add(DiagnosticCode.MalformedQuantity, text.Origin,
                $"{key} = {DiagnosticBag.Quote(text.Value)} is no duration",
                "write for example '90s', '30m' or '1h30m'");
        else if (time < TimeSpan.FromSeconds(1) || time > TimeSpan.FromDays(365))
            faults.Add(DiagnosticCode.OutOfRange, text.Origin,
                $"{key} = {DiagnosticBag.Quote(text.Value)} is out of range",
                "write a duration from 1s to 365d");
        else return new(time.Ticks, text.Origin);
        return null;
    }

    internal IEnumerable<Said<string>> Variables(string key, ValueSyntax value)
    {
        foreach (var text in values.Strings(key, value))
        {
            if (IsVariable(text.Value)) yield return text;
            else Malformed(text.Origin, text.Value);
        }
    }

    internal Said<KeyValuePair<string, string>>? Variable(string quotedName, KeySyntax key, ValueSyntax value)
    {
        var name = quotedName.Trim('"');
        if (values.String($"{PolicyKey.Set}.{name}", value) is not { } text) return null;
        if (IsVariable(name) && !name.Contains('*', StringComparison.Ordinal))
            return new(new(name, text.Value), text.Origin);
        Malformed(values.OriginOf(key), name);
        return null;
    }

    internal static bool IsVariable(string name) =>
        name.Length is > 0 and <= 256 && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '*');

    private void Malformed(Origin origin, string name) =>
        faults.Add(DiagnosticCode.MalformedVariable, origin, $"{DiagnosticBag.Quote(name)} is no variable's name",
            "write letters, digits and '_', with '*' for any run in remove and keep");
}
