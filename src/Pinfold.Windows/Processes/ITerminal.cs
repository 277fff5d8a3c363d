using Pinfold.Windows.Native;

namespace Pinfold.Windows.Processes;

/// <summary>A command's terminal, from outside.</summary>
internal interface ITerminal
{
    /// <summary>To read what is drawn, until its end.</summary>
    FileHandle Output { get; }

    /// <summary>Types; false when nobody reads it any more.</summary>
    bool Type(ReadOnlySpan<byte> keys);

    /// <summary>Gives it another size.</summary>
    /// <exception cref="IOException">It is gone, or has one size only.</exception>
    void Resize(short columns, short rows);

    /// <summary>No more is typed; what is drawn comes to its end when the command has ended.</summary>
    void HangUp();
}
