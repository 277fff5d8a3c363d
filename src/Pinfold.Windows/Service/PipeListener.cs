using System.IO.Pipes;
using System.Security.Principal;
using Pinfold.Core.WindowsModel;
using Pinfold.Windows.Native;

namespace Pinfold.Windows.Service;

/// <summary>
/// The broker's end of its pipe. Two instances wait, so that the name is never free while the broker runs, and a client
/// that comes right after another is not told that all are busy.
/// </summary>
internal sealed class PipeListener : IDisposable
{
    private readonly string _name;
    private readonly byte[] _descriptor;
    private NamedPipeServerStream _next;
    private NamedPipeServerStream? _spare;

    /// <summary>Takes the name.</summary>
    /// <exception cref="NativeException">There is a pipe of that name: somebody stands in the broker's
    /// place.</exception>
    internal PipeListener(string name, string sddl)
    {
        (_name, _descriptor) = (name, SecurityDescriptor.Parse(sddl).ToBytes());
        _next = Instance(isFirst: true);
        _spare = Instance(isFirst: false);
    }

    /// <summary>
    /// The next client, with its process. One that has gone before it could be asked for that is none.
    /// </summary>
    /// <exception cref="IOException">The system gives no further instance. The one that waits still does: it may be
    /// tried again.</exception>
    internal async Task<(NamedPipeServerStream Stream, uint Client)> Accept(CancellationToken stop)
    {
        while (true)
        {
            var spare = _spare ??= Instance(isFirst: false);
            var stream = _next;
            try
            {
                await stream.WaitForConnectionAsync(stop).ConfigureAwait(false);
                (_next, _spare) = (spare, null);
                return (stream, Kernel32.ClientOf(stream.SafePipeHandle));
            }
            catch (IOException)
            {
                if (stream == _next) (_next, _spare) = (spare, null);
                await stream.DisposeAsync().ConfigureAwait(false);
            }
        }
    }

    /// <summary>
    /// A client's end. The server is whom the service manager names, and nobody else: a pipe of that name may be
    /// anybody's while the broker is down.
    /// </summary>
    /// <param name="name">Of the pipe.</param>
    /// <param name="server">
    /// Tells the process that has to be at its other end. It is asked after the connection stands: while the service
    /// manager names a process, that is alive, so that its number is nobody else's (Win32, GetNamedPipeServerProcessId
    /// and SERVICE_STATUS_PROCESS).
    /// </param>
    /// <param name="isActedFor">
    /// The server may act as this user, to look at what a launch names. One that is not the service's cannot: a
    /// client's rights are had only after something of it was read (Win32, ERROR_CANNOT_IMPERSONATE), and nothing is
    /// said before the server is known.
    /// </param>
    /// <exception cref="IOException">Another process is there, or none.</exception>
    internal static NamedPipeClientStream Connect(string name, Func<uint> server, bool isActedFor = false)
    {
        var level = isActedFor ? TokenImpersonationLevel.Impersonation : TokenImpersonationLevel.Identification;
        var client = new NamedPipeClientStream(".", name[(name.LastIndexOf('\\') + 1)..], PipeDirection.InOut,
            PipeOptions.Asynchronous, level);
        try
        {
            client.Connect(TimeSpan.FromSeconds(5));
            var there = Kernel32.ServerOf(client.SafePipeHandle);
            var wanted = server();
            return there != 0 && there == wanted
                ? client
                : throw new IOException(
                    $"process {there} has taken the broker's pipe {name}; the service is process {wanted}");
        }
        catch
        {
            client.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _next.Dispose();
        _spare?.Dispose();
    }

    private NamedPipeServerStream Instance(bool isFirst) =>
        new(PipeDirection.InOut, isAsync: true, isConnected: false, Kernel32.CreatePipe(_name, _descriptor, isFirst));
}
