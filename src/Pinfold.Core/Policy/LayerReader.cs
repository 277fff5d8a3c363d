using Pinfold.Core.Enforcement;
using Tomlyn.Syntax;

namespace Pinfold.Core.Policy;

/// <summary>
/// One policy file → what its layer says. Walks the whole tree, so that every fault is found in one pass.
/// </summary>
internal sealed class LayerReader
{
    private readonly PolicySource _source;
    private readonly PathSyntax _paths;
    private readonly DiagnosticBag _faults;
    private readonly ValueReader _values;
    private readonly EntryReader _entries;
    private readonly LayerRules _rules = new();
    private bool _versioned;

    private LayerReader(PolicySource source, PathSyntax paths, DiagnosticBag faults)
    {
        (_source, _paths, _faults) = (source, paths, faults);
        _values = new(source, faults);
        _entries = new(source.Layer, _values, paths, faults);
    }

    internal static LayerRules Read(PolicySource source, PathSyntax paths, DiagnosticBag faults)
    {
        if (TomlDocument.Parse(source, faults) is not var (tree, trusted)) return new();
        var reader = new LayerReader(source, paths, faults);
        reader.Pairs("", tree.KeyValues, trusted);
        foreach (var table in tree.Tables)
            if (table.Name is { } name && table.Span.Offset < trusted) reader.Table(name, table, trusted);
        if (!reader._versioned && trusted == int.MaxValue)
            faults.Add(DiagnosticCode.Version, new(source.Layer, source.Name, 1, 1),
                "the file does not name its version",
                "write 'version = 1' in the first line");
        return reader._rules;
    }

    private void Table(KeySyntax key, TableSyntaxBase table, int trusted)
    {
        var name = ValueReader.NameOf(key);
        if (table is TableArraySyntax)
        {
            if (name == PolicyKey.Rules) (_rules.Commands ??= []).AddRange(_entries.Command(table.Items, table));
            else _faults.Add(DiagnosticCode.WrongType, _values.OriginOf(key),
                $"'[[{DiagnosticBag.Quote(name).Trim('\'')}]]' is a list of tables",
                "write a table in single brackets");
        }
        else if (PolicyKey.Tables.Contains(name))
        {
            Pairs(name + ".", table.Items, trusted);
        }
        else
        {
            Unknown(key, name, PolicyKey.Tables, "table");
        }
    }

    private void Pairs(string prefix, SyntaxList<KeyValueSyntax> pairs, int trusted)
    {
        foreach (var pair in pairs)
        {
            if (pair is not { Key: { } key, Value: { } value } || pair.Span.Offset + pair.Span.Length > trusted)
                continue;
            Pair(prefix + ValueReader.NameOf(key), key, value);
        }
    }

    private void Pair(string name, KeySyntax key, ValueSyntax value)
    {
        if (value is InlineTableSyntax table && PolicyKey.Tables.Contains(name))
        {
            foreach (var item in table.Items)
                if (item.KeyValue is { Key: { } inner, Value: { } said })
                    Pair($"{name}.{ValueReader.NameOf(inner)}", inner, said);
            return;
        }

        var variable = name.StartsWith(PolicyKey.Set + ".", StringComparison.Ordinal);
        if (_source.Layer == PolicyLayer.Project && (variable || PolicyKey.NotForProjects.Contains(name)))
        {
            _faults.Add(DiagnosticCode.ProjectMayNot, _values.OriginOf(key),
                $"a project's file may not say {(variable ? PolicyKey.Set : name)}: it may only tighten", Grant(name));
            return;
        }

        if (variable) Add(_rules.Set ??= [], _entries.Variable(name[(PolicyKey.Set.Length + 1)..], key, value));
        else Value(name, key, value);
    }

    private void Value(string name, KeySyntax key, ValueSyntax value)
    {
        switch (name)
        {
            case PolicyKey.Version: Version(name, value); break;
            case PolicyKey.Profile: Ordered(name, ProfileWord(name, value)); break;
            case PolicyKey.Enforcement: Strict(name, value); break;
            case PolicyKey.Accept or PolicyKey.EnforcementAccept: Accept(name, value); break;
            case PolicyKey.Write: _rules.Write = [.. _entries.Roots(name, value)]; break;
            case PolicyKey.DenyRead: _rules.DenyRead = [.. _entries.Paths(name, value, relative: true)]; break;
            case PolicyKey.Read: _rules.Read = [.. _entries.Paths(name, value, relative: false)]; break;
            case PolicyKey.Protect: (_rules.Protect, _rules.ProtectPaths) = _entries.Handoffs(name, value); break;
            case PolicyKey.Unprotect: _rules.Unprotect = [.. _entries.HandoffNames(name, value)]; break;
            case PolicyKey.Mode: Ordered(name, Widen(_values.Word<NetworkMode>(name, value, PolicyWords.Modes))); break;
            case PolicyKey.Allow: _rules.Allow = [.. _entries.Hosts(name, value)]; break;
            case PolicyKey.Loopback: _rules.Loopback = [.. _entries.Ports(name, value)]; break;
            case PolicyKey.Rules: (_rules.Commands ??= []).AddRange(_entries.Commands(name, value)); break;
            // PID_MAX_LIMIT, proc_sys_kernel(5)
            case PolicyKey.Processes: Ordered(name, _values.Integer(name, value, 1, 1 << 22)); break;
            case PolicyKey.Memory: Ordered(name, _entries.Bytes(name, value, 16L << 20)); break;
            case PolicyKey.Temp: Ordered(name, _entries.Bytes(name, value, 1L << 20)); break;
            case PolicyKey.Time: Ordered(name, _entries.Duration(name, value)); break;
            case PolicyKey.Deletions: Ordered(name, _values.Integer(name, value, 0, int.MaxValue)); break;
            case PolicyKey.Remove: _rules.Remove = [.. _entries.Variables(name, value)]; break;
            case PolicyKey.Keep: _rules.Keep = [.. _entries.Variables(name, value)]; break;
            default:
                if (PolicyKey.Tables.Contains(name)) _values.Wrong<string>(name, value, $"a table: [{name}]");
                else Unknown(key, name, PolicyKey.All, "key");
                break;
        }
    }

    private void Version(string name, ValueSyntax value)
    {
        _versioned = true;
        if (value is not IntegerValueSyntax number) _values.Wrong<long>(name, value, "the number 1");
        else if (number.Value != 1)
            _faults.Add(DiagnosticCode.Version, _values.OriginOf(value),
                $"version {number.Value} is not known to this Pinfold",
                "write 'version = 1', or install a newer Pinfold");
    }

    private Said<long>? ProfileWord(string name, ValueSyntax value)
    {
        var word = _values.Word<Profile>(name, value, PolicyWords.Profiles);
        if (word is not { Value: Profile.FullAccess } || _source.Layer != PolicyLayer.Project) return Widen(word);
        _faults.Add(DiagnosticCode.ProjectMayNot, word.Origin,
            "a project's file may not say profile = full-access", Grant(name));
        return null;
    }

    private void Strict(string name, ValueSyntax value)
    {
        if (_values.String(name, value) is not { } text) return;
        if (text.Value == "strict") _rules.Strict = new(true, text.Origin);
        else
            _faults.Add(DiagnosticCode.UnknownWord, text.Origin,
                $"{DiagnosticBag.Quote(text.Value)} is no value of enforcement",
                "write 'strict', or name gaps with accept = [\"…\"]");
        Contradicts();
    }

    private void Accept(string name, ValueSyntax value)
    {
        _rules.Accept ??= [];
        foreach (var item in _values.Items(name, value))
            if (_values.Word<Control>(name, item, PolicyWords.Controls) is { } control) _rules.Accept.Add(control);
        Contradicts();
    }

    private void Contradicts()
    {
        if (_rules is { Strict: { } strict, Accept.Count: > 0 })
            _faults.Add(DiagnosticCode.Contradiction, strict.Origin, "enforcement is strict and accept names gaps",
                "keep one of them");
    }

    private void Unknown(KeySyntax key, string name, string[] known, string what) =>
        _faults.Add(DiagnosticCode.UnknownKey, _values.OriginOf(key),
            $"{DiagnosticBag.Quote(name)} is no {what} of a policy",
            Suggestion.For(name, known));

    private void Ordered(string name, Said<long>? value)
    {
        if (value is not null) _rules.Ordered[name] = value;
    }

    private static Said<long>? Widen<T>(Said<T>? word)
        where T : struct, Enum =>
        word is null
            ? null
            : new(Convert.ToInt64(word.Value, System.Globalization.CultureInfo.InvariantCulture), word.Origin);

    private static string Grant(string name) => name switch
    {
        PolicyKey.Accept or PolicyKey.EnforcementAccept =>
            "remove it; the user accepts a gap with accept in the user's file or --accept",
        PolicyKey.Profile => "remove it; the user chooses a profile with profile in the user's file or --profile",
        PolicyKey.Read => "remove it; the user re-opens a secret with read in the user's file or --read",
        PolicyKey.Unprotect =>
            "remove it; the user releases a hand-off name with unprotect in the user's file or --unprotect",
        PolicyKey.Keep => "remove it; the user keeps a variable with keep in the user's file or --keep-env",
        _ => "remove it; the user can say it in the user's file",
    };

    private static void Add<T>(List<T> list, T? item)
        where T : class
    {
        if (item is not null) list.Add(item);
    }
}
