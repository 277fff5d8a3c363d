namespace Pinfold.Linux.Network;

/// <summary>How this process hears of its sockets.</summary>
public static class SocketEvents
{
    /// <summary>
    /// What waits for a socket goes on in the thread that hears of the event, one for each processor, and not in
    /// another that would have to be woken: half of the time that the proxy adds. What goes on so must neither block
    /// nor stay long. To be called before any socket is made; the framework reads a variable then, which is set in its
    /// own view alone and reaches no command.
    /// </summary>
    public static void Inline() =>
        Environment.SetEnvironmentVariable("DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS", "1");
}
