namespace Pinfold.Windows.FileAccess;

/// <summary>Files as objects with descriptors: the disk, or in tests the model.</summary>
internal interface ISecurityStore
{
    /// <summary>
    /// Opens what is at <paramref name="path"/> without following a link; null when nothing is there.
    /// </summary>
    /// <exception cref="IOException">It cannot be opened, or a folder on the way is a link.</exception>
    ISecuredItem? Open(string path, ItemAccess access);
}
