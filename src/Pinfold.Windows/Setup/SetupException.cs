namespace Pinfold.Windows.Setup;

/// <summary>The host could not be changed, or must not be. The message says subject, cause and remedy.</summary>
/// <param name="message">All of it.</param>
public sealed class SetupException(string message) : IOException(message);
