using Pinfold.Core.Paths;
using Pinfold.Core.WindowsModel;
using Pinfold.Core.Workspace;
using Pinfold.Windows.FileAccess;
using Pinfold.Windows.Host;
using Pinfold.Windows.Native;
using Pinfold.Windows.Workspace;
using Xunit;

namespace Pinfold.Windows.Tests.Workspace;

/// <summary>
/// Level of evidence: Wine, which has no change journal. What a journal tells is shown by the model in
/// <c>Pinfold.Core.Tests</c> alone.
/// </summary>
public sealed class AuditTests : IDisposable
{
    private readonly AuditedFolder _folder = new();

    [WindowsFact]
    public void A_repository_made_inside_is_quarantined_and_comes_back_byte_equal()
    {
        _folder.Learn();
        var result = _folder.Command(() =>
        {
            _folder.Repository(@"a\b\.git");
            Assert.True(File.Exists(_folder[@"a\b\.git\config"])); // while the command runs, git works there
        });
        var item = Assert.Single(result.Quarantined);
        Assert.Equal(_folder.At("a/b/.git"), item.Origin);
        Assert.False(Path.Exists(_folder[@"a\b\.git"]));
        Assert.Equal([item], _folder.Quarantine.List());

        _folder.Auditor.Restore(_folder.Quarantine, item.Id);
        Assert.Equal("packed", File.ReadAllText(_folder[@"a\b\.git\objects\pack\one"]));
        Assert.True(Directory.Exists(_folder[@"a\b\.git\refs\heads"]));
        Assert.Empty(_folder.Quarantine.List());
        Assert.Empty(_folder.Command(() => _folder.Write(@"a\b\.git\index", "i")).Quarantined); // known from then on
    }

    [WindowsFact]
    public void What_was_there_before_the_first_command_stays()
    {
        _folder.Repository(@"lib\.git");
        _folder.Write(@"lib\.vscode\tasks.json", "{}");
        Assert.Equal([_folder.At("lib/.git"), _folder.At("lib/.vscode")], _folder.Learn().Learned);
        Assert.Empty(_folder.Command(() => _folder.Write(@"lib\.git\objects\two", "2")).Quarantined);
        Assert.True(File.Exists(_folder[@"lib\.vscode\tasks.json"]));
    }

    [WindowsFact]
    public void A_name_is_found_in_every_case_and_however_its_times_are_set_back()
    {
        _folder.Learn();
        var result = _folder.Command(() =>
        {
            _folder.Write(@"a\.VSCode\tasks.json");
            _folder.Write(@"b\.Git", "gitdir: elsewhere\n");
            _folder.Write(@"c\.mcp.json");
            foreach (var folder in new[] { @"a\.VSCode", "a", "b", "c" }.Select(f => new DirectoryInfo(_folder[f])))
                folder.CreationTimeUtc = folder.LastWriteTimeUtc = folder.LastAccessTimeUtc = new(2001, 1, 1, 0, 0, 0,
                    DateTimeKind.Utc);
            Assert.Equal(2001, Directory.GetLastWriteTimeUtc(_folder["a"]).Year);
        });
        Assert.Equal([_folder.At("a/.VSCode"), _folder.At("b/.Git"), _folder.At("c/.mcp.json")],
            result.Quarantined.Select(q => q.Origin));
    }

    [WindowsFact]
    public void Bare_layouts_and_names_absent_in_known_git_directories_are_quarantined()
    {
        _folder.Repository(".git");
        _folder.Learn();
        _folder.Git = [_folder.At(".git")];
        var result = _folder.Command(() =>
        {
            _folder.Repository("bare");
            _folder.Write(@".git\config.worktree", "[core]\n\tfsmonitor = evil\n");
            _folder.Write(@".git\modules\sub\HEAD");
            _folder.Write(@".git\modules\sub\config", "[core]\n\thooksPath = evil\n");
            _folder.Write(@".git\objects\three", "3");
        });
        // Wine's test names no plan, so that the config of the top repository counts as new too.
        Assert.Contains(_folder.At("bare/HEAD"), result.Quarantined.Select(q => q.Origin));
        Assert.Contains(_folder.At(".git/config.worktree"), result.Quarantined.Select(q => q.Origin));
        Assert.Contains(_folder.At(".git/modules/sub"), result.Quarantined.Select(q => q.Origin));
        Assert.True(File.Exists(_folder[@".git\objects\three"]));
        Assert.True(File.Exists(_folder[@"bare\config"]));
    }

    [WindowsFact]
    public void A_worktree_made_inside_stays_when_it_names_no_program()
    {
        _folder.Repository(".git");
        _folder.Learn();
        _folder.Git = [_folder.At(".git")];
        var result = _folder.Command(() =>
        {
            _folder.Write(@".git\worktrees\wt\HEAD", "ref: refs/heads/t\n");
            _folder.Write(@".git\worktrees\wt\commondir", "../..\n");
            _folder.Write(@".git\worktrees\wt\gitdir", Slashed(@"wt\.git") + "\n");
            _folder.Write(@"wt\.git", $"gitdir: {Slashed(@".git\worktrees\wt")}\n");
            _folder.Write(@"no\.git", $"gitdir: {Slashed(@".git\worktrees\wt")}\n"); // it does not point back
        });
        var origins = result.Quarantined.Select(q => q.Origin).ToArray();
        Assert.Contains(_folder.At("no/.git"), origins);
        Assert.DoesNotContain(_folder.At("wt/.git"), origins);
        Assert.Contains(_folder.At("wt/.git"), result.Learned);
    }

    [WindowsFact]
    public void A_kill_before_the_audit_leaves_it_owed()
    {
        _folder.Learn();
        using (_folder.Begin())
        {
            _folder.Repository(@"a\.git");
            Assert.Empty(_folder.Auditor.Owed()); // its command may still run
            Assert.True(_folder.Auditor.IsOwed(_folder.Session));
        }

        Assert.Equal([_folder.Session], _folder.Auditor.Owed());
        Assert.Equal([_folder.At("a/.git")],
            _folder.Auditor.RunOwed(_folder.Session).Quarantined.Select(q => q.Origin));
        Assert.Empty(_folder.Auditor.Owed());
    }

    [WindowsFact]
    public void What_somebody_holds_open_is_reported_and_taken_by_the_next_audit()
    {
        _folder.Learn();
        _folder.Write(@"x\y", "");
        using (var held = new FileStream(Held(), FileMode.CreateNew, System.IO.FileAccess.Write, FileShare.Read))
        {
            var (path, reason) = Assert.Single(_folder.Command(() => { }).Problems);
            Assert.Equal(_folder.At("x/.mcp.json"), path);
            Assert.NotEmpty(reason);
            Assert.Empty(_folder.Quarantine.List());
        }

        Assert.Equal([_folder.At("x/.mcp.json")], _folder.Command(() => { }).Quarantined.Select(q => q.Origin));

        string Held() => _folder[@"x\.mcp.json"];
    }

    [WindowsFact]
    public void Secrets_that_a_pattern_matches_are_known_to_the_next_command_in_every_case()
    {
        _folder.Write(@"a\.ENV", "KEY=1");
        _folder.Learn();
        Assert.Equal([_folder.At("a/.ENV")], new RootState(_folder.State, _folder.Root).Known()!.Secrets);
        _folder.Command(() => _folder.Write(@"b\.env"));
        Assert.Equal([_folder.At("a/.ENV"), _folder.At("b/.env")],
            new RootState(_folder.State, _folder.Root).Known()!.Secrets);
    }

    [WindowsFact]
    public void Two_sessions_at_once_lose_nothing_and_restore_never_overwrites()
    {
        _folder.Learn();
        var result = _folder.Command(() => _folder.Write(@"a\.mcp.json", "1"));
        _folder.Write(@"a\.mcp.json", "2");
        Assert.Throws<IOException>(() => _folder.Auditor.Restore(_folder.Quarantine, result.Quarantined[0].Id));
        Assert.Equal("2", File.ReadAllText(_folder[@"a\.mcp.json"]));
        File.Delete(_folder[@"a\.mcp.json"]);
        _folder.Quarantine.Remove(result.Quarantined[0].Id);
        Assert.Empty(_folder.Quarantine.List());
    }

    [WindowsFact]
    public void A_copy_between_volumes_is_byte_equal()
    {
        _folder.Repository("from");
        Directory.CreateDirectory(_folder["to"]);
        using var from = Folder.Open(_folder.Root)!;
        using var to = Folder.Open(_folder.At("to"))!;
        TreeCopy.Copy(from, "from", to, "item");
        Assert.Equal("packed", File.ReadAllText(_folder[@"to\item\objects\pack\one"]));
        Assert.Throws<IOException>(() => TreeCopy.Copy(from, "absent", to, "other"));
        Assert.ThrowsAny<IOException>(() => TreeCopy.Copy(from, "from", to, "item"));
    }

    [RealWindowsFact("opens no file whose mode refuses its owner")]
    public void What_a_command_closed_is_quarantined_and_what_comes_after_it_too()
    {
        _folder.Learn();
        var result = _folder.Command(() =>
        {
            foreach (var name in (string[])[@"a\.mcp.json", @"b\.vscode\tasks.json", @"c\.mcp.json"])
                _folder.Write(name);
            Describe(@"a\.mcp.json", SecurityDescriptor.Parse("D:P"));
            Describe(@"b\.vscode\tasks.json", SecurityDescriptor.Parse("D:P"));
            Describe(@"b\.vscode", SecurityDescriptor.Parse("D:P"));
        });
        Assert.Empty(result.Problems);
        Assert.Equal([_folder.At("a/.mcp.json"), _folder.At("b/.vscode"), _folder.At("c/.mcp.json")],
            result.Quarantined.Select(q => q.Origin));
    }

    [RealWindowsFact("keeps no list of a file as it is given")]
    public void What_has_a_descriptor_that_does_not_parse_is_quarantined_and_what_comes_after_it_too()
    {
        _folder.Learn();
        var result = _folder.Command(() =>
        {
            foreach (var name in (string[])[@"a\.mcp.json", @"b\.vscode\tasks.json", @"c\.mcp.json"])
                _folder.Write(name);
            var list = new SecurityDescriptor()
                .WithDacl(new Acl(new Ace(AceType.Allowed, 0x1F01FF, WellKnownSids.Everyone)) { Revision = 3 });
            foreach (var name in (string[])[@"a\.mcp.json", @"b\.vscode\tasks.json", @"b\.vscode"])
                Describe(name, list);
            // it is there, and what it lets in is not known
            Assert.Null(PathProbe.Look(_folder.At("b/.vscode"))!.Descriptor);
        });
        Assert.Empty(result.Problems);
        Assert.Equal([_folder.At("a/.mcp.json"), _folder.At("b/.vscode"), _folder.At("c/.mcp.json")],
            result.Quarantined.Select(q => q.Origin));
    }

    [WindowsFact]
    public void A_file_with_another_name_keeps_its_descriptor_in_the_quarantine_and_back()
    {
        _folder.Learn();
        _folder.Write("shared", "mine");
        Describe("shared", SecurityDescriptor.Parse($"D:P(A;;FR;;;{Owner("shared")})"));
        var before = Sddl("shared");
        var result = _folder.Command(() =>
        {
            _folder.Write(@"a\.vscode\own");
            Assert.NotEqual(0, Kernel32.CreateHardLinkW(_folder[@"a\.vscode\linked"], _folder["shared"], 0));
        });
        Assert.Equal(before, Sddl("shared"));
        _folder.Auditor.Restore(_folder.Quarantine, Assert.Single(result.Quarantined).Id);
        Assert.Equal(before, Sddl("shared"));
        Assert.NotEqual(before, Sddl(@"a\.vscode\own"), StringComparer.Ordinal);
        // so that the test can remove it
        Describe("shared", SecurityDescriptor.Parse($"D:P(A;;FA;;;{Owner("shared")})"));
    }

    [WineFact]
    public void Wine_keeps_no_journal_so_that_folders_are_looked_through_before_a_command() =>
        Assert.Null(AuditHost.Mark(_folder.Root));

    [RealWindowsFact("keeps no change journal")]
    public void On_the_system_drive_a_journal_tells_what_is_older_than_a_command()
    {
        _folder.Write(@"old\.mcp.json");
        var result = _folder.Command(() => _folder.Write(@"new\.mcp.json"));
        Assert.Equal([_folder.At("new/.mcp.json")], result.Quarantined.Select(q => q.Origin));
        Assert.Equal([_folder.At("old/.mcp.json")], result.Learned);
    }

    [RealWindowsFact("keeps no change journal")]
    public void A_folder_that_the_command_renamed_brings_its_names_along()
    {
        _folder.Write(@"old\.mcp.json");
        var result = _folder.Command(() => Directory.Move(_folder["old"], _folder["renamed"]));
        Assert.Equal([_folder.At("renamed/.mcp.json")], result.Quarantined.Select(q => q.Origin));
    }

    private void Describe(string name, SecurityDescriptor descriptor)
    {
        using var item = NativeSecurityStore.OpenItem(WindowsPath.ToExtended(_folder.At(name.Replace('\\', '/'))),
            ItemAccess.WriteDacl)!;
        item.WriteDacl(descriptor);
    }

    private Sid Owner(string name)
    {
        using var item = NativeSecurityStore.OpenItem(WindowsPath.ToExtended(_folder.At(name.Replace('\\', '/'))),
            ItemAccess.Read)!;
        return item.Read().Owner!;
    }

    private string Sddl(string name)
    {
        using var item = NativeSecurityStore.OpenItem(WindowsPath.ToExtended(_folder.At(name.Replace('\\', '/'))),
            ItemAccess.Read)!;
        return item.Read().ToSddl();
    }

    private string Slashed(string name) => WindowsPath.ToWin32(_folder.At(name.Replace('\\', '/'))).Replace('\\', '/');

    public void Dispose() => _folder.Dispose();
}
