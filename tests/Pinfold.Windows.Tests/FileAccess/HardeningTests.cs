using Pinfold.Core.Ledger;
using Pinfold.Core.Planning.Windows;
using Pinfold.Core.WindowsModel;
using Pinfold.Core.WindowsModel.Access;
using Pinfold.Windows.FileAccess;
using Xunit;

namespace Pinfold.Windows.Tests.FileAccess;

/// <summary>Level of evidence: model. The kernel of Windows has not run this.</summary>
public sealed class HardeningTests
{
    private const string User = "S-1-5-21-1-2-3-1001", Workspace = @"C:\ws", Git = @"C:\ws\.git";
    private static readonly Sid Capability = CapabilitySid.ForName("root");
    private static readonly Ace Grant = RootRights.Allow(Capability, isContainer: true),
        Deny = RootRights.Deny(Capability, isContainer: true);
    private static readonly Ace Fence = FenceLevel.Label(FenceLevel.Sid, LabelPolicy.NoWriteUp, isContainer: true);
    private static readonly Ace Hidden = FenceLevel.Label(WellKnownSids.Medium,
        LabelPolicy.NoWriteUp | LabelPolicy.NoReadUp, isContainer: true);
    private static readonly Ace Medium = FenceLevel.Label(WellKnownSids.Medium, LabelPolicy.NoWriteUp,
        isContainer: true);

    [Fact]
    public void Killed_at_any_change_it_can_be_gone_on_with_or_taken_back()
    {
        var before = Disk();
        var original = before.Snapshot();
        var whole = Disk();
        var counter = new Fuse(int.MaxValue);
        Apply(whole, new(), counter);
        var final = whole.Snapshot();
        Assert.NotEqual(original, final, StringComparer.Ordinal);
        Assert.InRange(counter.Used, 20, 200);
        for (var changes = 0; changes < counter.Used; changes++)
        {
            var disk = Disk();
            var ledger = new MemoryStream();
            Assert.Throws<KilledException>(() => Apply(disk, ledger, new(changes)));
            Assert.Empty(TakeBack(disk, ledger, new(int.MaxValue)));
            Assert.Equal(original, disk.Snapshot());

            disk = Disk();
            ledger = new();
            Assert.Throws<KilledException>(() => Apply(disk, ledger, new(changes)));
            Apply(disk, ledger, new(int.MaxValue));
            Assert.Equal(final, disk.Snapshot());
            Assert.Empty(TakeBack(disk, ledger, new(int.MaxValue)));
            Assert.Equal(original, disk.Snapshot());
        }
    }

    [Fact]
    public void Killed_while_it_takes_back_it_takes_back_the_rest_next_time()
    {
        var original = Disk().Snapshot();
        for (var changes = 0; ; changes++)
        {
            var disk = Disk();
            var ledger = new MemoryStream();
            Apply(disk, ledger, new(int.MaxValue));
            try
            {
                TakeBack(disk, ledger, new(changes));
                Assert.InRange(changes, 20, 200); // it was killed that often
                return;
            }
            catch (KilledException)
            {
                Assert.Empty(TakeBack(disk, ledger, new(int.MaxValue)));
                Assert.Equal(original, disk.Snapshot());
            }
        }
    }

    [Fact]
    public void What_is_there_already_is_not_written_and_not_walked()
    {
        var disk = Disk();
        var ledger = new MemoryStream();
        Apply(disk, ledger, new(int.MaxValue));
        var opened = disk.Opened;
        var again = new Fuse(0);
        Apply(disk, ledger, again);
        Assert.Equal(0, again.Used);
        Assert.InRange(disk.Opened - opened, 1, 8); // for 4 changes, and not for what lies below
    }

    [Fact]
    public void One_bad_path_costs_that_path_alone()
    {
        var disk = Disk();
        disk.Find(@"C:\ws\src\a.cs")!.Refuses = "access denied";
        using var ledger = LedgerFile.Open(new MemoryStream());
        var faults = new Hardening(disk, ledger).EnsureEntry(Workspace, disk.IdentityOf(Workspace), Grant);
        Assert.Equal([new PathFault(@"C:\ws\src\a.cs", "access denied")], faults);
        Assert.DoesNotContain(disk.Find(@"C:\ws\src\a.cs")!.Descriptor.Dacl!.Aces, a => a.Sid == Capability);
        Assert.Contains(disk.Find(@"C:\ws\src\b\c.cs")!.Descriptor.Dacl!.Aces,
            a => a.Sid == Capability && a.IsInherited);
        Assert.Equal(LedgerState.Applied, ledger.Book.Entries[0].State);
    }

    [Fact]
    public void What_must_be_kept_is_tried_again_each_time()
    {
        var disk = Disk();
        disk.Find(@"C:\ws\.git\config")!.Refuses = "access denied";
        using var ledger = LedgerFile.Open(new MemoryStream());
        var hardening = new Hardening(disk, ledger);
        Assert.Single(hardening.EnsureLabel(Git, disk.IdentityOf(Git), Medium, Upkeep.Whole));
        Assert.Single(hardening.EnsureLabel(Git, disk.IdentityOf(Git), Medium, Upkeep.Whole));
        disk.Find(@"C:\ws\.git\config")!.Refuses = null;
        Assert.Empty(hardening.EnsureLabel(Git, disk.IdentityOf(Git), Medium, Upkeep.Whole));
        Assert.Equal(Medium.Sid, disk.Find(@"C:\ws\.git\config")!.Descriptor.MandatoryLabel!.Sid);
    }

    /// <summary>
    /// Roots of an older pinfold, or of a system that answers otherwise today: each way once, then nothing more is
    /// written.
    /// </summary>
    [Fact]
    public void A_root_goes_from_one_label_to_the_other_and_back_and_all_of_it_is_taken_back()
    {
        var disk = Disk();
        var original = disk.Snapshot();
        var ledger = new MemoryStream();
        Apply(disk, ledger, new(int.MaxValue));
        var bare = FenceLevel.RootLabel(hasPolicy: false, isContainer: true);
        using (var file = LedgerFile.Open(new TearingStream(ledger, new(int.MaxValue))))
        {
            var hardening = new Hardening(disk, file);
            foreach (var label in (Ace[])[bare, Fence, bare, Fence, bare])
            {
                Assert.Empty(hardening.EnsureLabel(Workspace, disk.IdentityOf(Workspace), label));
                var inherited = disk.Find(@"C:\ws\src\b\c.cs")!.Descriptor.MandatoryLabel!;
                Assert.Equal((label.Sid, label.Mask, true), (inherited.Sid, inherited.Mask, inherited.IsInherited));
                Assert.Equal(
                    (Medium.Sid, Medium.Mask), (disk.Find(@"C:\ws\.git\config")!.Descriptor.MandatoryLabel!.Sid,
                        disk.Find(@"C:\ws\.git\config")!.Descriptor.MandatoryLabel!.Mask));
                var fuse = disk.Fuse = new(0);
                Assert.Empty(hardening.EnsureLabel(Workspace, disk.IdentityOf(Workspace), label));
                Assert.Equal(0, fuse.Used);
                disk.Fuse = new(int.MaxValue);
            }

            Assert.Equal(2, file.Book.Owed.Count(e => e.Change is LedgerChange.SetLabel { Path: Workspace }));
        }

        Assert.Empty(TakeBack(disk, ledger, new(int.MaxValue)));
        Assert.Equal(original, disk.Snapshot());
    }

    /// <summary>A label without policy of its own is open to commands, whatever its level.</summary>
    [Fact]
    public void A_file_with_a_root_label_of_its_own_in_a_kept_folder_is_told()
    {
        var disk = Disk();
        var ledger = new MemoryStream();
        Apply(disk, ledger, new(int.MaxValue));
        using var file = LedgerFile.Open(ledger);
        var config = disk.Find(@"C:\ws\.git\config")!;
        config.Descriptor = Core.WindowsModel.Inheritance.OwnEntries.WithLabel(config.Descriptor,
            FenceLevel.RootLabel(hasPolicy: false, isContainer: false));
        var fault = Assert.Single(
            new Hardening(disk, file).EnsureLabel(Git, disk.IdentityOf(Git), Medium, Upkeep.Whole));
        Assert.Contains("a label of its own", fault.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_moved_into_a_kept_folder_is_closed_at_the_next_start()
    {
        var disk = Disk();
        disk.Add(@"C:\keys\");
        var ledger = new MemoryStream();
        Apply(disk, ledger, new(int.MaxValue));
        using var file = LedgerFile.Open(ledger);
        var hardening = new Hardening(disk, file);
        Assert.Empty(hardening.EnsureLabel(@"C:\keys", disk.IdentityOf(@"C:\keys"), Hidden, Upkeep.Nearest));
        var hook = disk.Move(@"C:\ws\src\a.cs", @"C:\ws\.git\hooks\pre-commit");
        var key = disk.Move(@"C:\ws\src\b\c.cs", @"C:\keys\id");
        Assert.Equal(FenceLevel.Sid, hook.Descriptor.MandatoryLabel!.Sid); // the control: it came open

        Assert.Empty(hardening.EnsureEntry(Git, disk.IdentityOf(Git), Deny, Upkeep.Whole));
        Assert.Empty(hardening.EnsureLabel(Git, disk.IdentityOf(Git), Medium, Upkeep.Whole));
        Assert.Empty(hardening.EnsureLabel(@"C:\keys", disk.IdentityOf(@"C:\keys"), Hidden, Upkeep.Nearest));
        Assert.Contains(hook.Descriptor.Dacl!.Aces, a => a.IsInherited && a.Type == AceType.Denied);
        Assert.Equal(WellKnownSids.Medium, hook.Descriptor.MandatoryLabel!.Sid);
        Assert.Equal(Hidden.Mask, key.Descriptor.MandatoryLabel!.Mask);
    }

    /// <summary>
    /// The entry of the folder in the ledger answers for it: later starts look again, and undo makes all below inherit
    /// anew.
    /// </summary>
    [Fact]
    public void Killed_while_it_closes_what_was_moved_into_a_kept_folder_the_next_start_goes_on_and_undo_leaves_nothing()
    {
        for (var changes = 0; ; changes++)
        {
            var disk = Disk();
            var ledger = new MemoryStream();
            Keep(disk, ledger, new(int.MaxValue));
            foreach (var name in (string[])[@"src\a.cs", @"src\b"])
                disk.Move($@"C:\ws\{name}", $@"C:\ws\.git\hooks\{name[4..]}");
            disk.Find(Workspace)!.Children["src"].Children.Clear();
            try
            {
                Keep(disk, ledger, new(changes));
                Assert.InRange(changes, 6, 20); // entry and label of three items, and it was killed that often
                return;
            }
            catch (KilledException)
            {
                Keep(disk, ledger, new(int.MaxValue));
                foreach (var name in (string[])["a.cs", "b", @"b\c.cs"])
                {
                    var descriptor = disk.Find($@"C:\ws\.git\hooks\{name}")!.Descriptor;
                    Assert.Equal(WellKnownSids.Medium, descriptor.MandatoryLabel!.Sid);
                    Assert.Contains(descriptor.Dacl!.Aces, a => a.IsInherited && a.Type == AceType.Denied);
                }

                Assert.Empty(TakeBack(disk, ledger, new(int.MaxValue)));
                Assert.DoesNotContain(Capability.ToString(), disk.Snapshot(), StringComparison.Ordinal);
                Assert.DoesNotContain("(ML;", disk.Snapshot(), StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public void What_keeps_a_low_label_in_a_kept_folder_and_a_link_there_are_told_each_time()
    {
        var disk = Disk();
        disk.Add(@"C:\ws\evil", $"O:{User}G:{User}D:S:(ML;;NW;;;{FenceLevel.Sid})");
        using var ledger = LedgerFile.Open(new MemoryStream());
        var hardening = new Hardening(disk, ledger);
        Assert.Empty(hardening.EnsureLabel(Git, disk.IdentityOf(Git), Medium, Upkeep.Whole));
        disk.Move(@"C:\ws\evil", @"C:\ws\.git\hooks\pre-push");
        disk.Add(@"C:\ws\.git\hooks\post-merge", isLink: true);
        for (var start = 2; start < 4; start++)
        {
            var faults = hardening.EnsureLabel(Git, disk.IdentityOf(Git), Medium, Upkeep.Whole);
            Assert.Equal([@"C:\ws\.git\hooks\post-merge", @"C:\ws\.git\hooks\pre-push"], faults.Select(f => f.Path),
                StringComparer.Ordinal);
        }
    }

    [Fact]
    public void A_link_a_low_label_and_a_file_that_refuses_in_a_kept_folder_cost_later_starts_no_walk_of_all_that_is_in_it()
    {
        var disk = Disk();
        for (var i = 0; i < 20; i++)
        {
            disk.Add($@"C:\ws\.git\hooks\{i}\");
            for (var j = 0; j < 100; j++) disk.Add($@"C:\ws\.git\hooks\{i}\{j:d2}");
        }

        disk.Add(@"C:\ws\.git\hooks\19\link", isLink: true);
        disk.Add(@"C:\ws\.git\hooks\19\low", $"O:{User}G:{User}D:S:(ML;;NW;;;{FenceLevel.Sid})");
        disk.Find(@"C:\ws\.git\hooks\19\99")!.Refuses = "access denied";
        using var ledger = LedgerFile.Open(new MemoryStream());
        var hardening = new Hardening(disk, ledger);
        string[] open = [@"C:\ws\.git\hooks\19\99", @"C:\ws\.git\hooks\19\link", @"C:\ws\.git\hooks\19\low"];
        var first = hardening.EnsureLabel(Git, disk.IdentityOf(Git), Medium, Upkeep.Whole);
        Assert.Equal(open, first.Select(f => f.Path).Order(StringComparer.Ordinal), StringComparer.Ordinal);
        for (var start = 2; start < 4; start++)
        {
            disk.Fuse = new(0); // nothing is written
            var opened = disk.Opened;
            var faults = hardening.EnsureLabel(Git, disk.IdentityOf(Git), Medium, Upkeep.Whole);
            // and that more is not looked at
            Assert.Equal([open[0], Git], faults.Select(f => f.Path), StringComparer.Ordinal);
            Assert.InRange(disk.Opened - opened, 500, 2 * Hardening.MostOfWhole);
        }

        disk.Fuse = new(int.MaxValue);
        disk.Find(open[0])!.Refuses = null;
        Assert.Equal(open[1..], hardening.EnsureLabel(Git, disk.IdentityOf(Git), Medium, Upkeep.Whole)
            .Select(f => f.Path).Order(StringComparer.Ordinal),
            StringComparer.Ordinal);
        Assert.Equal(WellKnownSids.Medium, disk.Find(open[0])!.Descriptor.MandatoryLabel!.Sid);
    }

    /// <summary>
    /// The disk never shows them where a label is asked for (winnt.h: each has a bit of its own in
    /// SECURITY_INFORMATION); a store that does loses none.
    /// </summary>
    [Fact]
    public void Trust_labels_attributes_and_policies_stay_and_undo_gives_back_the_same()
    {
        const string Others = "(TL;;FR;;;S-1-19-512-4096)(RA;;;;;WD;(\"Project\",TS,0x0,\"Windows\"))(SP;;;;;S-1-17-1)";
        var disk = Disk();
        var node = disk.Find(@"C:\ws\src\a.cs")!;
        node.Descriptor = node.Descriptor.WithSacl(SecurityDescriptor.Parse($"S:{Others}").Sacl!);
        var original = disk.Snapshot();
        using var ledger = LedgerFile.Open(new MemoryStream());
        var hardening = new Hardening(disk, ledger);
        Assert.Empty(hardening.EnsureLabel(Workspace, disk.IdentityOf(Workspace), Fence));
        Assert.EndsWith($"S:AI{Others}(ML;ID;NW;;;{FenceLevel.Sid})", node.Descriptor.ToSddl(),
            StringComparison.Ordinal);
        Assert.Empty(hardening.UndoAll());
        // the mark that it was looked at stays
        Assert.Equal(original.Replace("S:(TL", "S:AI(TL", StringComparison.Ordinal), disk.Snapshot());
    }

    [Fact]
    public void What_has_no_DACL_keeps_none_and_undo_gives_back_the_same()
    {
        var disk = Disk();
        var node = disk.Add(@"C:\ws\open");
        node.Descriptor = SecurityDescriptor.Parse($"O:{User}D:NO_ACCESS_CONTROL");
        var original = disk.Snapshot();
        using var ledger = LedgerFile.Open(new MemoryStream());
        var hardening = new Hardening(disk, ledger);
        Assert.Empty(hardening.EnsureEntry(Workspace, disk.IdentityOf(Workspace), Grant));
        Assert.Null(node.Descriptor.Dacl);
        Assert.Empty(hardening.UndoAll());
        Assert.Equal(original, disk.Snapshot());
    }

    [Fact]
    public void A_kept_folder_that_is_too_large_to_be_looked_at_each_time_is_told_and_a_hidden_one_is_not()
    {
        var disk = Disk();
        for (var i = 0; i <= Hardening.MostOfWhole; i++) disk.Add($@"C:\ws\.git\hooks\{i}");
        using var ledger = LedgerFile.Open(new MemoryStream());
        var hardening = new Hardening(disk, ledger);
        Assert.Empty(hardening.EnsureLabel(Git, disk.IdentityOf(Git), Medium, Upkeep.Whole));
        Assert.Contains("more than 1000",
            Assert.Single(hardening.EnsureLabel(Git, disk.IdentityOf(Git), Medium, Upkeep.Whole)).Reason,
            StringComparison.Ordinal);
        var opened = disk.Opened;
        Assert.Empty(hardening.EnsureLabel(Git, disk.IdentityOf(Git), Medium, Upkeep.Nearest));
        Assert.InRange(disk.Opened - opened, 1, 10 + Hardening.MostOfNearest);
    }

    [Fact]
    public void The_second_start_says_what_the_first_one_said_without_a_walk_until_it_is_cured()
    {
        var disk = Disk();
        for (var i = 0; i < 100; i++) disk.Add($@"C:\ws\src\{i:d3}").Refuses = i < 20 ? "access denied" : null;
        var ledger = new MemoryStream();
        using (var file = LedgerFile.Open(ledger))
        {
            var first = new Hardening(disk, file).EnsureEntry(Workspace, disk.IdentityOf(Workspace), Grant);
            Assert.Equal(17, first.Length); // 16 and the number of the others
            using var again = LedgerFile.Open(Copy(ledger));
            var opened = disk.Opened;
            Assert.Equal(first, new Hardening(disk, again).EnsureEntry(Workspace, disk.IdentityOf(Workspace), Grant));
            Assert.InRange(disk.Opened - opened, 1, 8);
        }

        foreach (var node in disk.Find(@"C:\ws\src")!.Children.Values) node.Refuses = null;
        using var last = LedgerFile.Open(Copy(ledger));
        Assert.Empty(new Hardening(disk, last).EnsureEntry(Workspace, disk.IdentityOf(Workspace), Grant));
        Assert.Contains(disk.Find(@"C:\ws\src\019")!.Descriptor.Dacl!.Aces, a => a.Sid == Capability);
    }

    [Fact]
    public void Another_file_with_the_name_is_left_alone()
    {
        var disk = Disk();
        using var ledger = LedgerFile.Open(new MemoryStream());
        var hardening = new Hardening(disk, ledger);
        hardening.EnsureEntry(Workspace, disk.IdentityOf(Workspace), Grant);
        var identity = disk.IdentityOf(Workspace);
        disk.Drive.Children.Remove("ws");
        disk.Add(@"C:\ws\");
        var snapshot = disk.Snapshot();
        Assert.Contains("another took its name",
            Assert.Single(hardening.EnsureLabel(Workspace, identity, Fence)).Reason, StringComparison.Ordinal);
        Assert.Empty(hardening.UndoAll());
        Assert.Equal(snapshot, disk.Snapshot());
    }

    [Fact]
    public void A_file_system_that_keeps_nothing_is_no_success()
    {
        var disk = Disk();
        disk.Drive.Children["ws"] = new(99, isFolder: true, disk.Find(Workspace)!.Descriptor);
        using var ledger = LedgerFile.Open(new MemoryStream());
        var faults = new Hardening(new ForgetfulStore(disk), ledger)
            .EnsureEntry(Workspace, disk.IdentityOf(Workspace), Grant);
        Assert.Contains("keeps nothing", Assert.Single(faults).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Links_and_files_with_other_names_are_passed_by()
    {
        var disk = Disk();
        Apply(disk, new(), new(int.MaxValue));
        Assert.DoesNotContain(disk.Find(@"C:\ws\link")!.Descriptor.Dacl!.Aces, a => a.Sid == Capability);
        Assert.DoesNotContain(disk.Find(@"C:\ws\shared")!.Descriptor.Dacl!.Aces, a => a.Sid == Capability);
        Assert.Null(disk.Find(@"C:\ws\shared")!.Descriptor.MandatoryLabel);
    }

    [Fact]
    public void A_file_with_other_names_in_a_hidden_folder_is_hidden_too_and_comes_back()
    {
        var disk = Disk();
        disk.Add(@"C:\keys\");
        var key = disk.Add(@"C:\keys\id", links: 2);
        var original = disk.Snapshot();
        using var ledger = LedgerFile.Open(new MemoryStream());
        var hardening = new Hardening(disk, ledger);
        Assert.Empty(hardening.EnsureLabel(@"C:\keys", disk.IdentityOf(@"C:\keys"), Medium));
        Assert.Equal(WellKnownSids.Medium, key.Descriptor.MandatoryLabel!.Sid);
        Assert.Empty(hardening.UndoAll());
        Assert.Equal(original, disk.Snapshot());
    }

    [Fact]
    public void A_label_of_its_own_comes_back()
    {
        var disk = Disk();
        var low = disk.Add(@"C:\low\", "O:SYG:SYD:S:(ML;OICI;NW;;;LW)");
        var original = disk.Snapshot();
        using var ledger = LedgerFile.Open(new MemoryStream());
        var hardening = new Hardening(disk, ledger);
        Assert.Empty(hardening.EnsureLabel(@"C:\low", disk.IdentityOf(@"C:\low"), Medium));
        Assert.Equal(WellKnownSids.Medium, low.Descriptor.MandatoryLabel!.Sid);
        Assert.Empty(hardening.UndoAll());
        Assert.Equal(original, disk.Snapshot());
    }

    [Fact]
    public void An_owner_who_may_only_modify_gives_himself_the_right_to_label_and_gives_it_back()
    {
        var user = new Token(Sid.Parse(User));
        var disk = new ModelStore($"O:BAG:BAD:PAI(A;OICI;FA;;;SY)(A;OICI;0x1301bf;;;{User})") { User = user };
        foreach (var path in (string[])[@"C:\ws\", @"C:\ws\own.txt"]) disk.Add(path, $"O:{User}G:{User}D:");
        var others = disk.Add(@"C:\ws\others.txt", "O:BAG:BAD:PAI(A;;0x1301bf;;;BU)");
        var original = disk.Snapshot();
        using var ledger = LedgerFile.Open(new MemoryStream());
        var hardening = new Hardening(disk, ledger, user);
        var faults = hardening.EnsureLabel(Workspace, disk.IdentityOf(Workspace), Fence);
        // that path alone
        Assert.Equal([@"C:\ws\others.txt"], faults.Select(f => f.Path).Distinct(StringComparer.Ordinal),
            StringComparer.Ordinal);
        Assert.Equal(FenceLevel.Sid, disk.Find(@"C:\ws\own.txt")!.Descriptor.MandatoryLabel!.Sid);
        Assert.Null(others.Descriptor.MandatoryLabel);
        Assert.Contains("WO", ledger.Book.Entries[0].Change.Describe(), StringComparison.Ordinal);
        Assert.Empty(hardening.UndoAll());
        Assert.Equal(original, disk.Snapshot());
    }

    private static MemoryStream Copy(MemoryStream ledger)
    {
        var copy = new MemoryStream();
        copy.Write(ledger.ToArray());
        return copy;
    }

    private static ModelStore Disk()
    {
        var disk = new ModelStore(
            $"O:{User}G:S-1-5-21-1-2-3-513D:PAI(A;OICI;FA;;;SY)(A;OICI;FA;;;{User})(A;OICI;0x1200a9;;;BU)");
        foreach (var path in (string[])[@"C:\ws\", @"C:\ws\src\", @"C:\ws\src\a.cs", @"C:\ws\src\b\",
            @"C:\ws\src\b\c.cs", @"C:\ws\.git\", @"C:\ws\.git\config", @"C:\ws\.git\hooks\"])
            disk.Add(path);
        disk.Add(@"C:\ws\closed\", $"O:{User}G:{User}D:PAI(A;OICI;FA;;;{User})");
        disk.Add(@"C:\ws\closed\in");
        disk.Add(@"C:\ws\link", isLink: true);
        disk.Add(@"C:\ws\shared", links: 2);
        return disk;
    }

    private static void Apply(ModelStore disk, MemoryStream ledger, Fuse fuse)
    {
        disk.Fuse = fuse;
        using var file = LedgerFile.Open(new TearingStream(ledger, fuse));
        var hardening = new Hardening(disk, file);
        Assert.Empty(hardening.EnsureEntry(Workspace, disk.IdentityOf(Workspace), Grant));
        Assert.Empty(hardening.EnsureLabel(Workspace, disk.IdentityOf(Workspace), Fence));
        Assert.Empty(hardening.EnsureEntry(Git, disk.IdentityOf(Git), Deny));
        Assert.Empty(hardening.EnsureLabel(Git, disk.IdentityOf(Git), Medium));
    }

    private static void Keep(ModelStore disk, MemoryStream ledger, Fuse fuse)
    {
        Apply(disk, ledger, fuse);
        using var file = LedgerFile.Open(new TearingStream(ledger, fuse));
        var hardening = new Hardening(disk, file);
        Assert.Empty(hardening.EnsureEntry(Git, disk.IdentityOf(Git), Deny, Upkeep.Whole));
        Assert.Empty(hardening.EnsureLabel(Git, disk.IdentityOf(Git), Medium, Upkeep.Whole));
    }

    private static PathFault[] TakeBack(ModelStore disk, MemoryStream ledger, Fuse fuse)
    {
        disk.Fuse = fuse;
        using var file = LedgerFile.Open(new TearingStream(ledger, fuse));
        return [.. new Hardening(disk, file).UndoAll()];
    }
}
