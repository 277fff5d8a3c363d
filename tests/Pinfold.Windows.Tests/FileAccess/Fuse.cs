namespace Pinfold.Windows.Tests.FileAccess;

/// <summary>Ends the process, as far as the model goes, before the given number of changes to the disk.</summary>
internal sealed class Fuse(int changes)
{
    private int _left = changes;

    /// <summary>How many changes there were.</summary>
    internal int Used { get; private set; }

    /// <summary>A change that is about to be made.</summary>
    internal void Burn()
    {
        if (_left-- == 0) throw new KilledException();
        Used++;
    }
}
