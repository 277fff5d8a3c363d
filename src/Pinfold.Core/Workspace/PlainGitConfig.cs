using System.Collections.Immutable;

namespace Pinfold.Core.Workspace;

/// <summary>
/// Decides whether a configuration that a command wrote (<c>git submodule update --init</c>) names nothing that git
/// would run or read.
/// </summary>
public static class PlainGitConfig
{
    private static readonly HashSet<string> Core = new(StringComparer.Ordinal)
    {
        "repositoryformatversion", "filemode", "bare", "logallrefupdates",
        "ignorecase", "precomposeunicode", "symlinks", "worktree",
    };

    /// <summary>True when every setting is one that git writes for a plain submodule.</summary>
    public static bool IsPlain(ImmutableArray<GitSetting> settings) => settings.All(IsPlain);

    private static bool IsPlain(GitSetting setting) => setting switch
    {
        { Section: "core", Subsection: null } => Core.Contains(setting.Key),
        { Section: "remote", Subsection: not null, Key: "url" } =>
            setting.Value is { } url && !url.Contains("::", StringComparison.Ordinal),
        { Section: "remote", Subsection: not null, Key: "fetch" or "tagopt" } => true,
        { Section: "branch", Subsection: not null, Key: "remote" or "merge" or "rebase" } => true,
        { Section: "submodule", Subsection: not null, Key: "url" or "active" } => true,
        { Section: "submodule", Subsection: null, Key: "active" } => true,
        _ => false,
    };
}
