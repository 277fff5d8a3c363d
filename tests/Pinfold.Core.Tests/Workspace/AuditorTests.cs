using Pinfold.Core.Paths;
using Pinfold.Core.Workspace;
using Xunit;

namespace Pinfold.Core.Tests.Workspace;

/// <summary>
/// The rules of an audit on a disk in memory, whose times are a change journal's: the level of evidence for that is the
/// model.
/// </summary>
public sealed class AuditorTests
{
    private static readonly CanonicalPath Root = CanonicalPath.Parse("/C:/ws"),
        State = CanonicalPath.Parse("/C:/state");
    private readonly ModelHost _host = new();
    private int _sessions;

    public AuditorTests()
    {
        _host.MakeFolder(Root);
        _host.MakeFolder(State);
    }

    private Auditor Auditor => new(_host, State);

    private CanonicalPath Session => State.Combine($"sessions/{_sessions}");

    [Fact]
    public void What_is_older_than_the_command_is_the_users_and_what_is_younger_is_quarantined()
    {
        _host.Write("/C:/ws/mine/.vscode/tasks.json");
        _host.Write("/C:/ws/mine/.git/config");
        _host.Write("/C:/ws/mine/.git/HEAD");
        var result = Command(() =>
        {
            _host.Write("/C:/ws/mine/.git/objects/ab", "a commit"); // no record about .git itself
            _host.Write("/C:/ws/its/.git/config");
            _host.Write("/C:/ws/its/.vscode/tasks.json");
        });
        Assert.Equal([Root.Combine("its/.git"), Root.Combine("its/.vscode")], result.Quarantined.Select(q => q.Origin));
        Assert.Equal([Root.Combine("mine/.git"), Root.Combine("mine/.vscode")], result.Learned);
        Assert.False(_host.Has("/C:/ws/its/.git"));
    }

    [Theory]
    [InlineData("/C:/ws/mine/.git/config")]
    [InlineData("/C:/ws/mine/.git/hooks/pre-commit")]
    [InlineData("/C:/ws/mine/.git/config.worktree")]
    public void An_unknown_repository_of_the_users_goes_when_the_command_changed_what_git_obeys(string name)
    {
        _host.Write("/C:/ws/mine/.git/config");
        _host.Write("/C:/ws/mine/.git/hooks/sample");
        Assert.Equal(Root.Combine("mine/.git"),
            Assert.Single(Command(() => _host.Write(name, "evil")).Quarantined).Origin);
    }

    [Fact]
    public void A_folder_that_the_command_renamed_or_opened_again_brings_no_name_along()
    {
        _host.Write("/C:/elsewhere/x/.vscode/tasks.json");
        _host.Write("/C:/ws/closed/y/.vscode/tasks.json");
        _host.Close("/C:/ws/closed");
        // the user's own stays, and is told
        Assert.Equal(Root.Combine("closed"), Assert.Single(Command(() => { }).Problems).Path);
        var result = Command(() =>
        {
            _host.Rename("/C:/elsewhere", "/C:/ws/moved");
            _host.Close("/C:/ws/closed", closed: false);
        });
        Assert.Equal([Root.Combine("closed/y/.vscode"), Root.Combine("moved/x/.vscode")],
            result.Quarantined.Select(q => q.Origin));
    }

    [Fact]
    public void A_folder_that_the_command_closed_is_quarantined_in_whole()
    {
        var result = Command(() =>
        {
            _host.Write("/C:/ws/a/.git/config");
            _host.Close("/C:/ws/a");
        });
        Assert.Equal(Root.Combine("a"), Assert.Single(result.Quarantined).Origin);
    }

    [Fact]
    public void Without_a_journal_what_no_audit_knew_is_the_commands_and_what_was_learned_before_is_the_users()
    {
        _host.HasJournal = false;
        _host.Write("/C:/ws/mine/.vscode/tasks.json");
        Assert.Single(Learn().Learned);
        Assert.Equal(Root.Combine("its/.vscode"),
            Assert.Single(Command(() => _host.Write("/C:/ws/its/.vscode/x")).Quarantined).Origin);
        Assert.True(_host.Has("/C:/ws/mine/.vscode/tasks.json"));
    }

    [Fact]
    public void A_journal_that_was_made_anew_meanwhile_vouches_for_nothing()
    {
        var result = Command(() =>
        {
            _host.NewJournal();
            _host.Write("/C:/ws/its/.vscode/x");
        });
        Assert.Single(result.Quarantined);
    }

    [Fact]
    public void A_kill_leaves_the_audit_owed_and_a_note_without_an_item_is_none()
    {
        using (Begin(_host.Mark()))
        {
            _host.Write("/C:/ws/a/.vscode/x");
            Assert.Empty(Auditor.Owed([Root]));
        }

        var quarantine = Auditor.QuarantineOf(Session);
        _host.MakeFolder(Session.Combine("quarantine/1"));
        _host.Write(Session.Combine("quarantine/1/origin"),
            TaggedFile.Format("pinfold-quarantine", [('o', "/C:/ws/a/.vscode"), ('r', "why"), ('w', Root.Value)]));
        Assert.Empty(quarantine.List()); // killed between the note and the move
        Assert.Equal([Session], Auditor.Owed([Root]));
        Assert.Equal(2, Assert.Single(Auditor.RunOwed(Session).Quarantined).Id);
        Assert.Equal(2, Assert.Single(quarantine.List()).Id);
        Assert.False(Auditor.IsOwed(Session));
    }

    [Fact]
    public void What_is_owed_in_a_root_is_found_in_one_listing_of_its_notes()
    {
        Begin(_host.Mark()).Dispose();
        var notes = (ModelNotes)_host.NotesOf(State, Root);
        var before = notes.Listings;
        Assert.Equal([Session], Auditor.Owed([Root]));
        Assert.Equal(before + 1, notes.Listings);
    }

    [Fact]
    public void Killed_at_any_moment_on_the_way_into_the_quarantine_the_next_audit_goes_on()
    {
        for (var moment = 0; ; moment++)
        {
            var ticket = Begin(_host.Mark());
            _host.Write("/C:/ws/a/.vscode/x");
            var isKilled = IsKilled(moment, () => Auditor.Run(ticket));
            ticket.Dispose();
            if (!isKilled) break;
            _host.Settled.Clear();
            Assert.Equal([Session], Auditor.Owed([Root]));
            Auditor.RunOwed(Session);
            var item = Assert.Single(Auditor.QuarantineOf(Session).List());
            // once, by whoever moved it last
            Assert.Equal([Session.Combine($"quarantine/{item.Id}/item").Value], _host.Settled);
            Assert.False(_host.Has("/C:/ws/a/.vscode"));
            Assert.Empty(Auditor.Owed());
            Assert.InRange(moment, 0, 10);
        }
    }

    [Fact]
    public void Killed_at_any_moment_on_its_way_back_an_item_is_back_in_whole_or_still_there()
    {
        for (var moment = 0; ; moment++)
        {
            var item = Assert.Single(Command(() => _host.Write("/C:/ws/a/.vscode/x")).Quarantined);
            var quarantine = Auditor.QuarantineOf(Session);
            if (!IsKilled(moment, () => Auditor.Restore(quarantine, item.Id)))
            {
                Assert.InRange(moment, 3, 10);
                return;
            }

            _host.Settled.Clear();
            var isBack = _host.Has("/C:/ws/a/.vscode");
            Assert.Equal([Session], Auditor.Owed([Root]));
            Assert.Equal(isBack ? [item.Origin] : [], Auditor.RunOwed(Session).Learned);
            Assert.Empty(Auditor.Owed());
            Assert.Equal(isBack ? [item.Origin.Value] : [], _host.Settled);
            Assert.Equal(isBack ? [] : [item], quarantine.List());
            if (!isBack) Auditor.Restore(quarantine, item.Id);
            Assert.Empty(_host.FoldersIn(Session.Combine("quarantine")));
            Assert.Empty(Command(() => _host.Write("/C:/ws/a/.vscode/y")).Quarantined); // it is known
            _host.Remove(item.Origin);
            Command(() => { });
        }
    }

    [Fact]
    public void What_took_the_place_of_an_item_that_was_on_its_way_back_is_not_taken_for_it()
    {
        var item = Assert.Single(Command(() => _host.Write("/C:/ws/a/.vscode/x")).Quarantined);
        Assert.True(IsKilled(1, () => Auditor.Restore(Auditor.QuarantineOf(Session), item.Id)));
        var ended = Session;
        _host.Remove(item.Origin);
        _host.Write("/C:/ws/a/.vscode/evil");
        Assert.Empty(Auditor.RunOwed(ended).Learned);
        Assert.Empty(Auditor.Owed());
    }

    [Fact]
    public void What_cannot_be_moved_is_told_and_taken_by_the_next_audit()
    {
        var result = Command(() =>
        {
            _host.Write("/C:/ws/a/.vscode/x");
            _host.Find(Root.Combine("a/.vscode"))!.IsHeld = true;
        });
        Assert.Equal(Root.Combine("a/.vscode"), Assert.Single(result.Problems).Path);
        _host.Find(Root.Combine("a/.vscode"))!.IsHeld = false;
        Assert.Single(Command(() => _host.Write("/C:/ws/a/.vscode/x")).Quarantined);
    }

    [Theory]
    [InlineData(typeof(UnauthorizedAccessException))]
    [InlineData(typeof(IOException))]
    public void What_cannot_be_moved_costs_that_item_alone(Type error)
    {
        var result = Command(() =>
        {
            _host.Write("/C:/ws/a/.vscode/x");
            _host.Write("/C:/ws/b/.vscode/x");
            _host.Find(Root.Combine("a/.vscode"))!.Error = (Exception)Activator.CreateInstance(error, "refused")!;
        });
        Assert.Equal([(Root.Combine("a/.vscode"), "refused")], result.Problems);
        Assert.Equal([Root.Combine("b/.vscode")], result.Quarantined.Select(q => q.Origin));
    }

    [Fact]
    public void What_audits_let_stand_is_known_to_the_next_plan_and_its_repositories_are_found()
    {
        _host.Write("/C:/ws/lib/.git/HEAD", "ref: refs/heads/main\n");
        _host.Write("/C:/ws/lib/.git/config", "[core]\n\thooksPath = ../tools\n");
        _host.Write("/C:/ws/lib/.git/worktrees/wt/gitdir", "C:/elsewhere/.git\n");
        Learn();
        IWorkspaceFiles files = _host;
        var policy = Samples.Base with { Workspace = Root, Write = [Samples.Rule(Root.Value)] };
        var knowledge = WorkspaceKnowledge.Of(_host, policy, State, [Root]);
        Assert.Equal([Root.Combine("lib")], knowledge.Repositories);
        var git = GitDiscovery.Find(files, [Root], CanonicalPath.Parse("/C:/Users/me"), knowledge.Repositories);
        Assert.Equal(Root.Combine("lib/.git"), Assert.Single(git.Directories).Path);
        Assert.Contains(Root.Combine("lib/.git/worktrees/wt"), git.Protected); // its work tree is none of ours
        Assert.Contains(Root.Combine("lib/.git/hooks"), git.Protected);
    }

    [Theory]
    [InlineData("../modules/sub", "/C:/ws/sub/../modules/sub")]
    [InlineData("C:\\ws\\.git\\worktrees\\x\r\n", "/C:/ws/.git/worktrees/x")]
    [InlineData("c:/ws/.git", "/C:/ws/.git")]
    [InlineData("/ws/.git", null)]
    [InlineData("\\\\server\\share", null)]
    public void A_git_file_on_a_drive_names_what_git_for_Windows_would_follow(string text, string? path) =>
        Assert.Equal(path, GitFile.Path(text, "/C:/ws/sub"));

    /// <summary>
    /// Ends what <paramref name="work"/> does at a moment of a move, as far as the model goes: handles close, and
    /// nothing else happens.
    /// </summary>
    private bool IsKilled(int moment, Action work)
    {
        _host.Moment = () =>
        {
            if (moment-- == 0) throw new KilledException();
        };
        try
        {
            work();
            return false;
        }
        catch (KilledException)
        {
            return true;
        }
        finally
        {
            _host.Moment = () => { };
        }
    }

    /// <summary>Not an IOException, for nobody can catch being killed.</summary>
    private sealed class KilledException : Exception;

    private AuditResult Command(Action command)
    {
        using var ticket = Begin(_host.Mark());
        command();
        return Auditor.Run(ticket);
    }

    private AuditResult Learn()
    {
        using var ticket = Begin(ChangeJournal.Learning);
        return Auditor.Run(ticket);
    }

    private AuditTicket Begin(long? start)
    {
        _sessions++;
        var names = new AuditNames([".vscode"], []);
        return Auditor.Begin([new() { Root = Root, Session = Session,
            FileTime = start ?? ChangeJournal.None, SinceBoot = 0, Names = names, Protected = [], Git = [] }]);
    }
}
