namespace Pinfold.Linux.Processes;

/// <summary>
/// A launch could not be prepared; nothing ran. The message is fit for the user: subject, cause, remedy.
/// </summary>
public sealed class LaunchException : IOException
{
    /// <summary>A launch that failed for <paramref name="message"/>.</summary>
    public LaunchException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
