using static Pinfold.Windows.Attacks.FileCalls;

namespace Pinfold.Windows.Attacks;

/// <summary>Published holes of sandboxes and agents.</summary>
internal static class CveLessons
{
    internal static IEnumerable<AttackCode> Codes =>
    [
        new("cve-2025-59532-cwd-as-root", a => Create(a, "new"), There(@"outside\new")) { Folder = s => s.Outside },
        new("cve-2026-39861-planted-link", a => Create(a, a.Workspace + @"\planted\new"), There(@"outside\new"))
            { Prepare = s => Junction(s.Workspace + @"\planted", s.Outside) },
        Spellings.Config("cve-2025-59944-other-spelling", a => a.Workspace + @"\.\.Git.\\CoNfIg"),
        Handoffs.Plant("cve-2026-25725-absent-settings", @".claude\settings.json"),
        Handoffs.Plant("cve-2026-48124-other-agents-config", @".gemini\settings.json"),
        Spellings.Config("cve-2026-19592-fsmonitor", a => a.Workspace + @"\.git\config"),
        Variables.Named("cve-2026-22708-environment", "GIT_CONFIG_PARAMETERS"),
    ];
}
