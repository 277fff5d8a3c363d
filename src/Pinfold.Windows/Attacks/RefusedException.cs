namespace Pinfold.Windows.Attacks;

/// <summary>A call that the rest of an attempt depends on was refused; it is recorded.</summary>
internal sealed class RefusedException(string call) : Exception(call);
