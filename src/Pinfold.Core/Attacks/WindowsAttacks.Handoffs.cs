using System.Collections.Immutable;
using Pinfold.Core.Enforcement;

namespace Pinfold.Core.Attacks;

/// <content>Leaving something behind that a trusted program runs or obeys later.</content>
public static partial class WindowsAttacks
{
    private static ImmutableArray<Attack> Git => Attack.Rows(".git", Control.Handoffs,
        ("git-config-append", T | V, "a command in core.pager, core.sshCommand or an alias", FileText),
        ("git-config-replace", V | P, "the same by a lock file and a rename, as git does it", FileText),
        ("git-config-replace-posix", V | D | P, "the same by a POSIX rename, which goes over open files", FileText),
        ("git-config-delete", V | P, "a config that is not there, to be made anew", FileGone),
        ("git-config-access-list", V, "a config that the attacker may write", "the access list"),
        ("git-config-worktree", P | V, "the same in config.worktree", FileExists),
        ("git-hook-create", T | V, "code at the user's next commit", "the hook exists"),
        ("git-hook-overwrite", T | V, "code in a hook that is there", "the hook's text"),
        ("git-hooks-rename", V | P, "another hooks folder at the same name", "the hook exists"),
        ("git-hooks-to-junction", V | P, "hooks that lead into the workspace", "hooks is a junction"),
        ("git-info-attributes", P | V, "filters that run on checkout", FileExists),
        ("git-alternates", P | V, "objects read from anywhere", FileExists),
        ("git-commondir", P | V, "a git directory that is elsewhere", FileExists),
        ("git-rename-away", P, "room for a repository of the attacker's", "the new name exists"),
        ("git-to-gitfile", P, "a .git file that points at the attacker's repository", "the file exists"),
        ("git-delete-away", D | P | V, "the config gone with its folder", FileGone));

    private static ImmutableArray<Attack> Handoffs => [
        .. Attack.Rows("hand-offs", Control.Handoffs,
            ("handoff-editor-tasks", P, "a task that runs when the folder is opened", FileExists),
            ("handoff-idea-workspace", P, "a run configuration", FileExists),
            ("handoff-claude-settings", P, "a hook in an agent's settings", FileExists),
            ("handoff-codex-config", P, "an agent's approvals turned off", FileExists),
            ("handoff-cursor-servers", P, "a server that an agent starts", FileExists),
            ("handoff-gemini-settings", P, "an agent's tools", FileExists),
            ("handoff-agents-folder", P, "orders to any agent", FileExists),
            ("handoff-mcp-servers", P, "a program that every agent starts", FileExists),
            ("handoff-direnv", P, "code when the user enters the folder", FileExists),
            ("handoff-npmrc", P, "a registry, and scripts, of the attacker's", FileExists),
            ("handoff-own-policy", P, "a say in the policy of the next run", FileExists),
            ("handoff-existing-overwrite", T | V, "a hand-off that is there, changed", FileText),
            ("handoff-existing-rename-away", V | P, "room for another one", "the new name exists"),
            ("handoff-existing-delete", V | P, "a guard taken away", FileGone),
            ("handoff-existing-by-folder", D | P | V, "the same by the root's FILE_DELETE_CHILD", FileGone),
            ("handoff-rename-over", P, "a prepared folder at the name", FileExists),
            ("handoff-junction", P, "a junction at the name", "the junction exists"),
            ("handoff-hard-link", P, "a prepared file at the name", FileExists),
            ("handoff-placeholder-remove", P, "the name freed and taken again", FileExists),
            ("handoff-other-case", P, "the name in capitals", FileExists),
            ("handoff-deep-tasks", AttackLayers.Audit,
                "a task that runs when a folder below the top is opened", "the file exists after the audit"),
            ("handoff-deep-repository", AttackLayers.Audit,
                "a repository with commands in its config, below the top", "the file exists after the audit")),
    ];
}
