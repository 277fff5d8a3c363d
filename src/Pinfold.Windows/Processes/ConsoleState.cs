using Pinfold.Windows.Native;

namespace Pinfold.Windows.Processes;

/// <summary>
/// What pinfold changes of the user's console. Modes and code page are the console's own and outlive the process: they
/// go back when this is disposed, and when the process ends by itself before. Whoever kills it leaves them as they are.
/// </summary>
internal sealed class ConsoleState : IDisposable
{
    private readonly Lock _gate = new();
    private readonly List<(nint Console, uint Mode)> _modes = [];
    private uint _codePage;

    internal ConsoleState() => AppDomain.CurrentDomain.ProcessExit += AtExit;

    /// <summary>Gives a console's end another mode; false when it has none of the kind.</summary>
    internal bool SetMode(nint console, uint mode)
    {
        lock (_gate)
        {
            if (Kernel32.ConsoleMode(console) is not { } before) return false;
            if (before == mode) return true;
            if (Kernel32.SetConsoleMode(console, mode) == 0) return false;
            if (!_modes.Exists(m => m.Console == console)) _modes.Add((console, before));
            return true;
        }
    }

    /// <summary>
    /// Bytes that are written to the console are UTF-8; an old one that cannot shows them as they are.
    /// </summary>
    internal void UseUtf8()
    {
        lock (_gate)
        {
            var before = Kernel32.GetConsoleOutputCP();
            if (before is 0 or Kernel32.CP_UTF8 || Kernel32.SetConsoleOutputCP(Kernel32.CP_UTF8) == 0) return;
            if (_codePage == 0) _codePage = before;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        AppDomain.CurrentDomain.ProcessExit -= AtExit;
        lock (_gate)
        {
            foreach (var (console, mode) in _modes) _ = Kernel32.SetConsoleMode(console, mode);
            _modes.Clear();
            if (_codePage != 0) _ = Kernel32.SetConsoleOutputCP(_codePage);
            _codePage = 0;
        }
    }

    private void AtExit(object? sender, EventArgs e) => Dispose();
}
