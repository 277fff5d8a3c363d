namespace Pinfold.Windows;

/// <summary>What every promise rests on could not be made: nothing may run.</summary>
public sealed class FenceException(string message, Exception? inner = null) : IOException(message, inner);
