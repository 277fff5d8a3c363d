using System.Collections.Immutable;
using Pinfold.Core.Enforcement;

namespace Pinfold.Core.Attacks;

/// <content>Leaving something behind that a trusted program runs or obeys later.</content>
public static partial class LinuxAttacks
{
    private static ImmutableArray<Attack> Handoffs => Family(".git and hand-offs", Control.Handoffs,
        ("git-config-append", M, "a command in core.pager, core.sshCommand or an alias", "the config's text"),
        ("git-config-replace", M, "the same by a lock file and a rename, as git does it", "the config's text"),
        ("git-config-worktree", M, "the same in config.worktree", "the file exists"),
        ("git-hook-create", M, "code at the user's next commit", "the hook exists"),
        ("git-hook-overwrite", M, "code in a hook that is there", "the hook's text"),
        ("git-hook-make-executable", M, "a sleeping hook woken", "the hook's mode"),
        ("git-hooks-replace", M, "another hooks folder at the same name", "the hook exists"),
        ("git-hooks-to-link", M, "hooks that lead into the workspace", "the link exists"),
        ("git-info-attributes", M, "filters that run on checkout", "the file exists"),
        ("git-alternates", M, "objects read from anywhere", "the file exists"),
        ("git-rename-away", M, "room for a repository of the attacker's", "the new name exists"),
        ("git-exchange", M, "the same in one step", "the config's text"),
        ("git-to-gitfile", M, "a .git file that points at the attacker's repository", "the mark of success"),
        ("git-module-config", M, "a command in a submodule's config", "the config's text"),
        ("git-module-hook", M, "code at the next commit in a submodule", "the hook exists"),
        ("git-create-where-none-is", M, "a repository that git finds above its own", "the config exists"),
        ("git-nested-config", M, "a command in a known nested repository's config", "the config's text"),
        ("git-nested-hook", M, "code at the next commit in a nested repository", "the hook exists"),
        ("git-nested-parent-rename", M, "another repository at a known path: its parent is moved away", "the config's text"),
        ("git-nested-ancestor-rename", M, "the same with an ancestor", "the config's text"),
        ("git-nested-exchange", M, "the same in one step", "the config's text"),
        ("handoff-editor-tasks", M, "a task that runs when the folder is opened", "the file exists"),
        ("handoff-editor-settings", M, "a program that the editor runs", "the file exists"),
        ("handoff-idea-workspace", M, "a run configuration", "the file exists"),
        ("handoff-claude-settings", M, "a hook in an agent's settings", "the file exists"),
        ("handoff-codex-config", M, "an agent's approvals turned off", "the file exists"),
        ("handoff-cursor-rules", M, "a server that an agent starts", "the file exists"),
        ("handoff-gemini-settings", M, "an agent's tools", "the file exists"),
        ("handoff-mcp-servers", M, "a program that every agent starts", "the file exists"),
        ("handoff-direnv", M, "code when the user enters the folder", "the file exists"),
        ("handoff-npmrc", M, "a registry, and scripts, of the attacker's", "the file exists"),
        ("handoff-own-policy", M, "a say in the policy of the next run", "the file exists"),
        ("handoff-existing-overwrite", M, "a hand-off that is there, changed", "the file's text"),
        ("handoff-existing-rename-away", M, "room for another one", "the new name exists"),
        ("handoff-existing-unlink", M, "a guard taken away", "the file is gone"),
        ("handoff-rename-over", M, "a prepared folder at the name", "the file exists"),
        ("handoff-exchange", M, "the same in one step", "the file exists"),
        ("handoff-symlink", M, "a link at the name", "the link exists"),
        ("handoff-hard-link", M, "a prepared file at the name", "the file exists"),
        ("handoff-placeholder-remove", M, "the name freed and taken again", "the file exists"),
        ("handoff-placeholder-chmod", M, "the guard made writable", "the file exists"),
        ("handoff-under-nested-root", M, "another tree at the path of a root inside a root", "the file exists"));
}
