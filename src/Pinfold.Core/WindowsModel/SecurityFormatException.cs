namespace Pinfold.Core.WindowsModel;

/// <summary>
/// Bytes or text that are no SID, access list, descriptor or condition. The only exception that reading throws,
/// whatever the input.
/// </summary>
/// <param name="offset">Where: a byte of the input, or a character (UTF-16 unit) of the text, from 0.</param>
/// <param name="cause">What is wrong there.</param>
public sealed class SecurityFormatException(int offset, string cause) : FormatException($"at {offset}: {cause}")
{
    /// <summary>A byte of the input, or a character (UTF-16 unit) of the text, from 0.</summary>
    public int Offset { get; } = offset;

    /// <summary>What is wrong at <see cref="Offset"/>.</summary>
    public string Cause { get; } = cause;
}
