using Pinfold.Core.Paths;

namespace Pinfold.Core.Workspace;

/// <summary>
/// The settings of a file of git's, and of the files that it includes (git-config(1), "Includes"); every condition
/// counts as met. What is malformed or missing has none.
/// </summary>
/// <param name="files">The disk.</param>
/// <param name="home">What <c>~</c> means; null where that is not looked at.</param>
internal sealed class GitSettings(IWorkspaceFiles files, CanonicalPath? home)
{
    private const int MaxDepth = 10, MaxFiles = 64; // git's own depth
    private int _read;

    /// <summary>Each setting with the folder of the file that it stands in.</summary>
    internal List<(CanonicalPath Folder, GitSetting Setting)> Of(CanonicalPath file)
    {
        var settings = new List<(CanonicalPath, GitSetting)>();
        _read = 0;
        Read(file, 0, settings);
        return settings;
    }

    /// <summary>
    /// The path that the value of a setting names, from <paramref name="folder"/>; null when it names none.
    /// </summary>
    internal CanonicalPath? Path(string value, CanonicalPath folder)
    {
        if (value.StartsWith('~'))
        {
            if (home is not { } own) return null;
            var slash = value.IndexOf('/', StringComparison.Ordinal);
            if (slash < 0) slash = value.Length;
            // ~NAME: homes lie side by side
            value = (slash == 1 ? own.Value : $"{own.Parent}/{value[1..slash]}") + value[slash..];
        }

        return GitFile.Path(value, folder.Value) is { } text && CanonicalPath.TryParse(text, out var path, out _)
            ? files.Spell(path)
            : null;
    }

    private void Read(CanonicalPath file, int depth, List<(CanonicalPath Folder, GitSetting Setting)> settings)
    {
        if (depth > MaxDepth || ++_read > MaxFiles) return;
        if (files.Real(file.Value) is not { } real) return; // often a link to a collection of such files
        using var folder = files.Open(real.Parent);
        if (folder?.Read(real.Name, GitDiscovery.ConfigLimit) is not { } text || GitConfig.Parse(text) is not { } own)
            return;
        foreach (var setting in own)
        {
            settings.Add((file.Parent, setting));
            if (setting.IsInclude && Path(setting.Value!, file.Parent) is { } path) Read(path, depth + 1, settings);
        }
    }
}
