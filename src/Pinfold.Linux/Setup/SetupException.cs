namespace Pinfold.Linux.Setup;

/// <summary>The host could not be changed, or must not be. The message says subject, cause and remedy.</summary>
public sealed class SetupException : IOException
{
    /// <summary>With <paramref name="message"/>.</summary>
    public SetupException(string message)
        : base(message)
    {
    }

    /// <summary>Caused by <paramref name="inner"/>.</summary>
    public SetupException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
