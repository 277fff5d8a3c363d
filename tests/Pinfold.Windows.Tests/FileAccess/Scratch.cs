namespace Pinfold.Windows.Tests.FileAccess;

/// <summary>A folder of a test's own, by its real name.</summary>
internal sealed class Scratch : IDisposable
{
    private static int _count;
    private readonly bool _isOwn;

    internal Scratch()
    {
        _isOwn = true;
        Directory.CreateDirectory(Folder =
            $@"{Path.GetTempPath()}pinfold-{Environment.ProcessId}-{Environment.TickCount64}-{Interlocked.Increment(ref _count)}");
    }

    /// <summary>Another's.</summary>
    internal Scratch(string folder) => Folder = folder;

    internal string Folder { get; }

    /// <summary>The path of <paramref name="name"/> in it, with the prefix that switches parsing off.</summary>
    internal string this[string name] => $@"\\?\{Folder}\{name}";

    internal string Write(string name, string text = "")
    {
        File.WriteAllText(Path.Combine(Folder, name), text);
        return this[name];
    }

    internal string Make(string name)
    {
        Directory.CreateDirectory(Path.Combine(Folder, name));
        return this[name];
    }

    public void Dispose()
    {
        if (_isOwn) Directory.Delete(Folder, recursive: true);
    }
}
