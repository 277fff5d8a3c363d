using System.Runtime.InteropServices;

namespace Pinfold.Windows.Native;

/// <summary>
/// rpcrt4.dll: a server on this computer and a question that every one answers (rpcdce.h). Each returns the error
/// itself.
/// </summary>
internal static unsafe partial class Rpcrt4
{
    internal const int RPC_S_SERVER_UNAVAILABLE = 1722;
    private const uint RPC_C_PROTSEQ_MAX_REQS_DEFAULT = 10, RPC_C_LISTEN_MAX_CALLS_DEFAULT = 1234;

    [LibraryImport("rpcrt4.dll", StringMarshalling = StringMarshalling.Utf16)]
    private static partial int RpcServerUseProtseqEpW(string protocol, uint maxCalls, string endpoint, void* security);

    [LibraryImport("rpcrt4.dll")]
    private static partial int RpcServerListen(uint minimumThreads, uint maxCalls, uint dontWait);

    [LibraryImport("rpcrt4.dll", StringMarshalling = StringMarshalling.Utf16)]
    private static partial int RpcBindingFromStringBindingW(string text, nint* binding);

    [LibraryImport("rpcrt4.dll")]
    private static partial int RpcBindingFree(nint* binding);

    [LibraryImport("rpcrt4.dll")]
    private static partial int RpcMgmtIsServerListening(nint binding);

    /// <summary>
    /// Serves calls at a port (ALPC) of this computer, with the descriptor that the system gives it, until the process
    /// ends.
    /// </summary>
    internal static int Serve(string endpoint)
    {
        var code = RpcServerUseProtseqEpW("ncalrpc", RPC_C_PROTSEQ_MAX_REQS_DEFAULT, endpoint, null);
        return code != 0 ? code : RpcServerListen(1, RPC_C_LISTEN_MAX_CALLS_DEFAULT, 1);
    }

    /// <summary>Asks the server at a port of this computer whether it listens.</summary>
    internal static int Ask(string endpoint)
    {
        nint binding;
        var code = RpcBindingFromStringBindingW($"ncalrpc:[{endpoint}]", &binding);
        if (code != 0) return code;
        code = RpcMgmtIsServerListening(binding);
        _ = RpcBindingFree(&binding);
        return code;
    }
}
