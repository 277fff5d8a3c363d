namespace Pinfold.Windows.Tests.FileAccess;

/// <summary>
/// The process was killed: nothing of it runs any more. Not an IOException, for nobody can catch being killed.
/// </summary>
internal sealed class KilledException : Exception;
