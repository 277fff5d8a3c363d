using System.IO.MemoryMappedFiles;
using System.IO.Pipes;
using Pinfold.Windows.Native;

namespace Pinfold.Windows.Attacks;

/// <summary>Named objects of a program, each with the default descriptor of its token.</summary>
internal sealed class BystanderObjects : IDisposable
{
    private readonly EventWaitHandle _event;
    private readonly Mutex _mutex;
    private readonly MemoryMappedFile _section;
    private readonly MemoryMappedViewAccessor _view;
    private readonly NamedPipeServerStream _pipe;
    private readonly string _id;
    private volatile bool _gotLine;

    internal BystanderObjects(string id)
    {
        _id = id;
        _event = new(false, EventResetMode.ManualReset, Event(id));
        _mutex = new(false, Mutex(id));
        _section = MemoryMappedFile.CreateNew(Section(id), 4096);
        _view = _section.CreateViewAccessor();
        _pipe = new(id, PipeDirection.InOut, NamedPipeServerStream.MaxAllowedServerInstances);
        new Thread(Serve) { IsBackground = true }.Start();
    }

    internal static string Event(string id) => $@"Local\{id}-event";

    internal static string Mutex(string id) => $@"Local\{id}-mutex";

    internal static string Section(string id) => $@"Local\{id}-section";

    internal static string Pipe(string id) => $@"\\.\pipe\{id}";

    internal string To(string question) => question switch
    {
        "event?" => _event.WaitOne(0) ? "set" : "unset",
        "section?" => _view.ReadByte(0) == 0 ? "unchanged" : "changed",
        "calls?" => Rpcrt4.Serve(_id) == 0 ? "yes" : "no",
        "pipe?" => _gotLine ? "line" : "none",
        _ => "yes",
    };

    public void Dispose()
    {
        _event.Dispose();
        _mutex.Dispose();
        _view.Dispose();
        _section.Dispose();
        _pipe.Dispose();
    }

    private void Serve()
    {
        try
        {
            _pipe.WaitForConnection();
            _gotLine = _pipe.Read(new byte[64]) > 0; // a pipe without a buffer lets its writer wait
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or OperationCanceledException)
        {
            _gotLine = false;
        }
    }
}
