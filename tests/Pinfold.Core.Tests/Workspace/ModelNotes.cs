using Pinfold.Core.Workspace;

namespace Pinfold.Core.Tests.Workspace;

/// <summary>Notes in memory.</summary>
internal sealed class ModelNotes : RootNotes
{
    private readonly SortedDictionary<string, byte[]> _notes = new(StringComparer.Ordinal);
    private readonly HashSet<string> _held = new(StringComparer.Ordinal);

    /// <summary>How often the names were asked for.</summary>
    internal int Listings { get; private set; }

    public override IDisposable Lock() => new Handle(() => { });

    protected override IEnumerable<string> Names()
    {
        Listings++;
        return [.. _notes.Keys];
    }

    protected override byte[]? Bytes(string name) => _notes.GetValueOrDefault(name);

    protected override void Replace(string name, byte[] bytes) => _notes[name] = bytes;

    protected override void Delete(string name) => _notes.Remove(name);

    protected override IDisposable Hold(string name, byte[] bytes)
    {
        _notes[name] = bytes;
        _held.Add(name);
        return new Handle(() => _held.Remove(name));
    }

    protected override bool IsReleased(string name) => !_held.Contains(name);

    private sealed class Handle(Action close) : IDisposable
    {
        public void Dispose() => close();
    }
}
