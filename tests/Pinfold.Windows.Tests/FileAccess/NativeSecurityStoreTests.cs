using Pinfold.Core.WindowsModel;
using Pinfold.Windows.FileAccess;
using Pinfold.Windows.Native;
using Xunit;

namespace Pinfold.Windows.Tests.FileAccess;

/// <summary>Level of evidence: Wine, where nothing else is said.</summary>
public sealed class NativeSecurityStoreTests
{
    private readonly NativeSecurityStore _store = new();

    [WindowsFact]
    public void A_file_is_known_by_its_number_whatever_its_name()
    {
        using var scratch = new Scratch();
        var (first, second) = (scratch.Write("first"), scratch.Write("second"));
        using var one = _store.Open(first, ItemAccess.Read)!;
        using var other = _store.Open(second, ItemAccess.Read)!;
        Assert.NotEqual(one.Identity, other.Identity);
        Assert.Equal(one.Identity.Volume, other.Identity.Volume);
        File.Move(first, scratch["renamed"]);
        using var renamed = _store.Open(scratch["renamed"], ItemAccess.Read)!;
        Assert.Equal(one.Identity, renamed.Identity);
        Assert.Equal((1u, false, false), (renamed.Links, renamed.IsFolder, renamed.IsLink));
    }

    [RealWindowsFact("tells no final path of more than MAX_PATH characters")]
    public void A_path_of_more_than_MAX_PATH_characters_is_opened_listed_and_removed()
    {
        using var scratch = new Scratch();
        var deep = string.Join('\\', Enumerable.Repeat(new string('d', 100), 4));
        Directory.CreateDirectory(scratch[deep]);
        File.WriteAllText(scratch[deep + @"\file"], "");
        using (var folder = _store.Open(scratch[deep], ItemAccess.List)!)
            Assert.Equal([scratch[deep + @"\file"]], folder.Children(int.MaxValue), StringComparer.Ordinal);
        TreeRemoval.Remove(scratch[new string('d', 100)]);
        Assert.Empty(Directory.EnumerateFileSystemEntries(scratch.Folder));
    }

    [WindowsFact]
    public void What_is_not_there_is_null_and_a_folder_is_a_folder()
    {
        using var scratch = new Scratch();
        Assert.Null(_store.Open(scratch["absent"], ItemAccess.Read));
        Assert.Null(_store.Open(scratch[@"absent\too"], ItemAccess.Read));
        scratch.Write("file");
        scratch.Make("folder");
        using var folder = _store.Open($@"\\?\{scratch.Folder}", ItemAccess.List)!;
        Assert.True(folder.IsFolder);
        Assert.Equal([scratch["file"], scratch["folder"]], folder.Children(int.MaxValue).Order(StringComparer.Ordinal),
            StringComparer.Ordinal);
    }

    [WindowsFact]
    public void What_is_listed_is_what_was_opened_whatever_has_its_name_by_now()
    {
        using var scratch = new Scratch();
        scratch.Make("folder");
        scratch.Write(@"folder\seen");
        scratch.Write(@"folder\too");
        using var folder = _store.Open(scratch["folder"], ItemAccess.List)!;
        Directory.Move(scratch["folder"], scratch["moved"]);
        scratch.Make("folder");
        scratch.Write(@"folder\planted");
        Assert.Equal([scratch[@"folder\seen"], scratch[@"folder\too"]],
            folder.Children(int.MaxValue).Order(StringComparer.Ordinal), StringComparer.Ordinal);
        Assert.Single(folder.Children(1));
    }

    [WindowsFact]
    public void Case_alone_is_no_other_name()
    {
        using var scratch = new Scratch();
        using var exact = _store.Open(scratch.Write("File"), ItemAccess.Read)!;
        using var item = _store.Open(scratch["FILE"], ItemAccess.Read)!;
        Assert.Equal(exact.Identity, item.Identity);
    }

    [WindowsFact]
    public void A_descriptor_is_read_in_whole()
    {
        using var scratch = new Scratch();
        using var item = _store.Open(scratch.Write("file"), ItemAccess.Read)!;
        var descriptor = item.Read();
        Assert.NotNull(descriptor.Owner);
        Assert.NotNull(descriptor.Dacl);
        Assert.Null(descriptor.MandatoryLabel);
    }

    [WindowsFact]
    public void A_DACL_of_ones_own_is_written()
    {
        using var scratch = new Scratch();
        var path = scratch.Write("file");
        using var item = _store.Open(path, ItemAccess.WriteDacl)!;
        var owner = item.Read().Owner!;
        var readOnly = SecurityDescriptor.Parse($"D:P(A;;FR;;;{owner})(A;;FR;;;SY)");
        File.WriteAllText(path, "control");
        item.WriteDacl(readOnly);
        Assert.Throws<UnauthorizedAccessException>(() => File.WriteAllText(path, "refused"));
        Assert.Equal("control", File.ReadAllText(path));
        item.WriteDacl(SecurityDescriptor.Parse($"D:P(A;;FA;;;{owner})"));
        File.WriteAllText(path, "free again");
    }

    [RealWindowsFact("keeps no entry for other SIDs")]
    public void A_descriptor_is_kept_as_it_was_written()
    {
        using var scratch = new Scratch();
        using var item = _store.Open(scratch.Make("folder"), ItemAccess.WriteDacl)!;
        var written = SecurityDescriptor.Parse(
            $"D:PAI(D;OICI;0xd0156;;;S-1-5-80-1-2-3-4-5)(A;OICI;FA;;;{item.Read().Owner})(A;OICI;0x1301bf;;;S-1-5-80-1-2-3-4-5)");
        item.WriteDacl(written);
        Assert.Equal(written.Dacl, item.Read().Dacl);
    }

    [RealWindowsFact("keeps no label")]
    public void A_label_just_under_medium_is_kept()
    {
        using var scratch = new Scratch();
        using var item = _store.Open(scratch.Make("folder"), ItemAccess.WriteLabel)!;
        item.WriteLabel(SecurityDescriptor.Parse("S:(ML;OICI;NW;;;S-1-16-7936)"));
        Assert.Equal("S-1-16-7936", item.Read().MandatoryLabel!.Sid.ToString());
    }

    [WindowsFact]
    public void The_calls_of_a_change_are_these()
    {
        using var scratch = new Scratch();
        var path = scratch.Make("folder");
        using var ledger = LedgerFile.Open(new MemoryStream());
        FileIdentity identity;
        using (var item = _store.Open(path, ItemAccess.Read)!) identity = item.Identity;
        using var recorder = Recorder.Start();
        recorder.Name(scratch.Folder, "SCRATCH");
        new Hardening(_store, ledger).EnsureEntry(path, identity,
            SecurityDescriptor.Parse("D:(A;OICI;0x1301bf;;;S-1-5-80-1-2-3-4-5)").Dacl!.Aces[0]);
        var calls = recorder.Lines;
        Assert.Equal(
            @"CreateFileW(""\\?\SCRATCH\folder"", access 0x120080, share 0x7, disposition 3, flags 0x2200000) = file#1",
            calls[0]);
        Assert.Contains(calls,
            c => c.StartsWith(@"CreateFileW(""\\?\SCRATCH\folder"", access 0x160080", StringComparison.Ordinal));
        var write = Assert.Single(calls, c => c.StartsWith("SetKernelObjectSecurity", StringComparison.Ordinal));
        Assert.Contains("parts 0x4, D:", write, StringComparison.Ordinal);
        Assert.Contains("(A;OICI;0x1301bf;;;S-1-5-80-1-2-3-4-5)", write, StringComparison.Ordinal);
    }
}
