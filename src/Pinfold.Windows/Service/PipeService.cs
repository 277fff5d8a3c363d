namespace Pinfold.Windows.Service;

/// <summary>A service that answers the clients of its pipe, one after the other.</summary>
internal static class PipeService
{
    /// <summary>Runs until the service is asked to stop.</summary>
    /// <param name="service">Its name.</param>
    /// <param name="pipe">Its pipe.</param>
    /// <param name="sddl">The pipe's descriptor.</param>
    /// <param name="answer">Reads from its first argument and writes to its second, which are the same client.</param>
    internal static void Run(string service, string pipe, string sddl, Action<Stream, Stream> answer) =>
        ServiceHost.Run(service, stop =>
        {
            using var listener = new PipeListener(pipe, sddl);
            while (true)
            {
                var (stream, _) = listener.Accept(stop).GetAwaiter().GetResult();
                using (stream)
                {
                    try
                    {
                        answer(stream, stream);
                    }
                    catch (IOException)
                    {
                        // the client has gone
                    }
                }
            }
        });
}
