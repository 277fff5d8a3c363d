using Pinfold.Core.WindowsModel;

namespace Pinfold.Core.Planning.Windows.Elevated;

/// <summary>
/// The broker's named pipe: made with FILE_FLAG_FIRST_PIPE_INSTANCE, so that a pipe of that name that somebody else has
/// made is an error, and PIPE_REJECT_REMOTE_CLIENTS. A client checks in turn that the pipe's server is the service's
/// process.
/// </summary>
public static class BrokerPipe
{
    /// <summary>Its name.</summary>
    public const string Name = @"\\.\pipe\pinfold-broker";

    /// <summary>
    /// FILE_GENERIC_READ | FILE_GENERIC_WRITE without FILE_CREATE_PIPE_INSTANCE: a client makes no instance of its own.
    /// </summary>
    public static AccessMask Client => 0x12019B;

    /// <summary>
    /// Those who are logged on may speak with it, the accounts may not, whatever else they are, nor anybody over the
    /// network or anonymous. Its label keeps programs below medium out: commands of the unelevated fence, browsers'
    /// renderers.
    /// </summary>
    /// <param name="group">The accounts' local group.</param>
    public static string Sddl(Sid group) =>
        $"D:P(D;;GA;;;{group})(D;;GA;;;NU)(D;;GA;;;AN)(A;;GA;;;SY)(A;;GA;;;BA)(A;;{Client};;;IU)S:(ML;;NWNR;;;ME)";
}
