using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Pinfold.Windows.Native;

/// <summary>
/// While one is active, each call to Windows becomes a line of text with its arguments and structures, in the order of
/// the calls; what a call makes gets a name, such as <c>token#2</c>, and a call that fails says with what. Costs one
/// comparison when there is none.
/// </summary>
internal sealed class Recorder : IDisposable
{
    private static readonly AsyncLocal<Recorder?> Active = new();
    private readonly Lock _lock = new();
    private readonly List<string> _lines = [];
    private readonly ConditionalWeakTable<SafeHandle, string> _names = [];
    private readonly Dictionary<string, int> _counts = new(StringComparer.Ordinal);
    private readonly List<(string Text, string Name)> _places = [];

    private Recorder() => Active.Value = this;

    /// <summary>The calls so far.</summary>
    internal IReadOnlyList<string> Lines
    {
        get
        {
            lock (_lock)
                return [.. _lines.Select(line =>
                    _places.Aggregate(line, (l, p) => l.Replace(p.Text, p.Name, StringComparison.OrdinalIgnoreCase)))];
        }
    }

    /// <summary>Told each call before it is made; it may end the process.</summary>
    internal Action<string>? Calling { get; set; }

    /// <summary>Records the calls of this flow of control, and of what it starts, until it is disposed.</summary>
    internal static Recorder Start() => new();

    /// <summary>Prints <paramref name="text"/>, which differs from run to run, as <paramref name="name"/>.</summary>
    internal void Name(string text, string name) => _places.Add((text, name));

    /// <summary>Calls that ask where this process runs, and are no part of what is done.</summary>
    internal static T Unrecorded<T>(Func<T> calls)
    {
        var active = Active.Value;
        Active.Value = null;
        try
        {
            return calls();
        }
        finally
        {
            Active.Value = active;
        }
    }

    /// <summary>A call that is about to be made.</summary>
    internal static void Call(CallText call)
    {
        if (call.Recorder is not { } active) return;
        var text = call.ToText();
        lock (active._lock) active._lines.Add(text);
        active.Calling?.Invoke(text);
    }

    /// <summary>The last call made <paramref name="handle"/>.</summary>
    internal static void Made(SafeHandle handle)
    {
        if (Active.Value is { } active) active.Append($" = {active.NameOf(handle)}");
    }

    /// <summary>The last call failed.</summary>
    internal static void Failed(string code) => Active.Value?.Append($" failed: {code}");

    /// <summary>The name of a handle in the record; a new one when it has none.</summary>
    internal string NameOf(SafeHandle handle)
    {
        if (handle.IsInvalid) return "none";
        lock (_lock)
        {
            if (_names.TryGetValue(handle, out var name)) return name;
            var kind = handle.GetType().Name.Replace("Handle", "", StringComparison.Ordinal).ToLowerInvariant();
            var number = _counts[kind] = _counts.GetValueOrDefault(kind) + 1;
            _names.Add(handle, name = $"{kind}#{number}");
            return name;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (Active.Value == this) Active.Value = null;
    }

    internal static Recorder? Current => Active.Value;

    private void Append(string text)
    {
        lock (_lock)
            if (_lines.Count > 0) _lines[^1] += text;
    }
}
