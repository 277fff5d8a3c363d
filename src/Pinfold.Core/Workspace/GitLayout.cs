namespace Pinfold.Core.Workspace;

/// <summary>Which names of a git directory a folder has: git takes it for a repository by these alone.</summary>
public struct GitLayout
{
    private bool _head, _objects, _refs, _commonDir;

    /// <summary>It has those that make one.</summary>
    public readonly bool IsRepository => _head && ((_objects && _refs) || _commonDir);

    /// <summary>Notes that the folder has <paramref name="name"/>.</summary>
    public void See(ReadOnlySpan<byte> name)
    {
        switch (name.Length)
        {
            case 4 when name.SequenceEqual("HEAD"u8): _head = true; break;
            case 4 when name.SequenceEqual("refs"u8): _refs = true; break;
            case 7 when name.SequenceEqual("objects"u8): _objects = true; break;
            case 9 when name.SequenceEqual("commondir"u8): _commonDir = true; break;
        }
    }
}
