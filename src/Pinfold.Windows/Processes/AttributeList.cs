using System.Runtime.InteropServices;
using Pinfold.Windows.Native;

namespace Pinfold.Windows.Processes;

/// <summary>
/// What a new process is given besides its start-up information: its jobs, the handles it inherits, its pseudo-console.
/// </summary>
internal sealed unsafe class AttributeList : IDisposable
{
    private readonly List<nint> _values = [];

    internal AttributeList(uint count)
    {
        nuint size;
        _ = Kernel32.InitializeProcThreadAttributeList(null, count, 0, &size); // fails, and tells the size
        Pointer = NativeMemory.AllocZeroed(size);
        NativeException.Check(Kernel32.InitializeProcThreadAttributeList(Pointer, count, 0, &size),
            nameof(Kernel32.InitializeProcThreadAttributeList));
    }

    internal void* Pointer { get; }

    /// <summary>The process begins its life in these jobs.</summary>
    internal void Jobs(params SafeHandle[] jobs) => Add(Kernel32.PROC_THREAD_ATTRIBUTE_JOB_LIST, "job list",
        Array.ConvertAll(jobs, j => j.DangerousGetHandle()), jobs);

    /// <summary>The process inherits these handles, which are inheritable, and no others.</summary>
    internal void Handles(params SafeHandle[] handles) =>
        Add(Kernel32.PROC_THREAD_ATTRIBUTE_HANDLE_LIST, "handle list",
            Array.ConvertAll(handles, h => h.DangerousGetHandle()), handles);

    /// <summary>The process is a child of this one, whose handle has PROCESS_CREATE_PROCESS.</summary>
    internal void Parent(nint process) => Add(Kernel32.PROC_THREAD_ATTRIBUTE_PARENT_PROCESS, "parent", [process]);

    /// <summary>The process is attached to this pseudo-console.</summary>
    internal void Console(PseudoConsoleHandle console)
    {
        var value = (void*)console.DangerousGetHandle(); // itself, not a pointer to it
        Kernel32.UpdateAttribute(Pointer, Kernel32.PROC_THREAD_ATTRIBUTE_PSEUDOCONSOLE, value, (nuint)sizeof(nint),
            "pseudo-console", console);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Kernel32.DeleteProcThreadAttributeList(Pointer);
        NativeMemory.Free(Pointer);
        foreach (var value in _values) NativeMemory.Free((void*)value);
    }

    /// <summary>The list keeps pointers: the values live as long as it does.</summary>
    private void Add(uint attribute, string name, nint[] numbers, params SafeHandle[] handles)
    {
        var size = (nuint)(numbers.Length * sizeof(nint));
        var copy = NativeMemory.Alloc(size);
        _values.Add((nint)copy);
        numbers.CopyTo(new Span<nint>(copy, numbers.Length));
        Kernel32.UpdateAttribute(Pointer, attribute, copy, size, name, handles);
    }
}
