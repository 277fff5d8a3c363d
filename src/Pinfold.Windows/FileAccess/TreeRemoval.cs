namespace Pinfold.Windows.FileAccess;

/// <summary>Removes folders in which a command wrote, so that anything may be there.</summary>
internal static class TreeRemoval
{
    /// <summary>Removes a folder and all below it: links are removed, not followed, and marks against deleting are taken away.</summary>
    internal static void Remove(string folder)
    {
        foreach (var entry in new DirectoryInfo(folder).EnumerateFileSystemInfos("*", new EnumerationOptions { AttributesToSkip = FileAttributes.None }))
        {
            entry.Attributes = FileAttributes.Normal;
            if (entry is DirectoryInfo child && child.LinkTarget is null && !child.Attributes.HasFlag(FileAttributes.ReparsePoint)) Remove(child.FullName);
            else entry.Delete();
        }

        Directory.Delete(folder);
    }
}
