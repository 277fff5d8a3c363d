namespace Pinfold.Egress;

/// <summary>
/// Thrown by whoever hears of requests when they cannot be written down any more: what is not written down is not
/// carried.
/// </summary>
public sealed class EgressClosedException(string why, Exception cause) : Exception(why, cause);
