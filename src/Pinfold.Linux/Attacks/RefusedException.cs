namespace Pinfold.Linux.Attacks;

/// <summary>
/// The fence refused a call without which the rest of the attempt makes no sense. It is recorded, and the attempt ends.
/// </summary>
internal sealed class RefusedException(string call) : Exception(call);
