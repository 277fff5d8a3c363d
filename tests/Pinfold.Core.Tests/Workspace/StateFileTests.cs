using System.Text;
using CsCheck;
using Pinfold.Core.Paths;
using Pinfold.Core.Workspace;
using Xunit;
using static Pinfold.Core.Tests.Samples;

namespace Pinfold.Core.Tests.Workspace;

/// <summary>What audits keep between commands: read back as written, and never when damaged.</summary>
public sealed class StateFileTests
{
    private static readonly Gen<string> Text = Gen.Byte[1, 255].Array[0, 20].Select(b => OsText.Decode(b));
    private static readonly CanonicalPath[] Paths = [Path("/ws/a\n\uDCFF"), Path("/ws/.git")];

    private static readonly AuditOrder Order = new()
    {
        Root = Path("/ws"), Session = Path("/state/s"), FileTime = 1, SinceBoot = 2,
        Protected = [.. Paths], Git = [Paths[1]], Released = [Paths[0]],
        Names = new([".vscode", ".envrc"], [Glob.Parse("/ws/**/.env")]),
    };

    [Fact]
    public void A_TaggedFile_is_read_back_as_written() =>
        Gen.Select(Gen.Char['a', 'z'], Text).Array[0, 10].Sample(entries =>
            Assert.Equal(entries, TaggedFile.Parse("kind", TaggedFile.Format("kind", entries))!.Value));

    [Fact]
    public void KnownNames_are_read_back_as_written()
    {
        var read = KnownNames.Read(new KnownNames(7, [.. Paths], [Paths[0]]).ToFile())!;
        Assert.Equal(7u, read.Purpose);
        Assert.Equal(Paths, read.Handoffs);
        Assert.Equal([Paths[0]], read.Secrets);
    }

    [Fact]
    public void An_AuditOrder_is_read_back_as_written()
    {
        var read = AuditOrder.Read(Order.ToFile())!;
        Assert.Equal((Order.Root, Order.Session, 1, 2), (read.Root, read.Session, read.FileTime, read.SinceBoot));
        Assert.Equal(Order.Protected, read.Protected);
        Assert.Equal(Order.Git, read.Git);
        Assert.Equal(Order.Released, read.Released);
        Assert.Equal(Order.Names.Purpose, read.Names.Purpose);
    }

    [Fact]
    public void A_FolderIndex_is_read_back_as_written()
    {
        var builder = new FolderIndexBuilder();
        builder.Add([], 0, 10, 100);
        builder.Add("a"u8, 1, 11, 101);
        builder.Add("a/b"u8, 2, 12, 102);
        builder.Add("c"u8, 1, 13, 103);
        builder.Set(1, 0);
        var index = FolderIndex.Read(builder.ToFile(5), 5)!;
        Assert.Equal([10, 11, 12, 13], index.Inodes.ToArray());
        Assert.Equal([100, 0, 102, 103], index.Changes.ToArray());
        Assert.Equal("a/b", Encoding.ASCII.GetString(index.Path(2)));
        Assert.Equal((4, 3, 3), (index.End(0), index.End(1), index.End(2)));
        Assert.Null(FolderIndex.Read(builder.ToFile(5), 6));
    }

    [Fact]
    public void A_range_of_a_FolderIndex_is_added_as_its_folders_one_by_one() =>
        Gen.Int[0, 3].Array[1, 30].Sample(steps =>
        {
            var builder = new FolderIndexBuilder();
            builder.Add([], 0, 1, 1);
            foreach (var step in steps)
                builder.Add(Encoding.ASCII.GetBytes(new string('x', step + 1)), 1, (ulong)step, step);
            var index = FolderIndex.Read(builder.ToFile(5), 5)!;
            var (from, to) = (steps[0] % index.Count,
                index.Count - (steps[^1] % (index.Count - (steps[0] % index.Count))));
            var (ranges, single) = (new FolderIndexBuilder(), new FolderIndexBuilder());
            ranges.Add("other"u8, 1, 9, 9);
            single.Add("other"u8, 1, 9, 9);
            ranges.AddRange(index, from, to);
            for (var i = from; i < to; i++)
                single.Add(index.Path(i), index.Depths[i], index.Inodes[i], index.Changes[i]);
            Assert.Equal(single.ToFile(5), ranges.ToFile(5));
        });

    [Fact]
    public void A_FolderIndex_updated_in_place_is_the_one_built_anew_and_no_half_of_the_update_is_read()
    {
        var (builder, expected) = (new FolderIndexBuilder(), new FolderIndexBuilder());
        for (var i = 0; i < 5; i++)
        {
            builder.Add(Encoding.ASCII.GetBytes(new string('x', i)), Math.Min(i, 1), (ulong)i, i);
            expected.Add(Encoding.ASCII.GetBytes(new string('x', i)), Math.Min(i, 1), (ulong)i,
                i is 0 or 3 ? 100 + i : i);
        }

        var disk = builder.ToFile(5);
        var index = FolderIndex.Read((byte[])disk.Clone(), 5)!;
        var parts = index.Update(6, new Dictionary<int, long> { [0] = 100, [3] = 103 });
        foreach (var part in parts)
        {
            Assert.Null(FolderIndex.Read((byte[])disk.Clone(), 6));
            index.File[part].CopyTo(disk.AsSpan(part));
        }

        Assert.Equal(expected.ToFile(6), disk);
        Assert.NotNull(FolderIndex.Read(disk, 6));
    }

    [Fact]
    public void Every_flipped_bit_and_every_cut_is_noticed()
    {
        var builder = new FolderIndexBuilder();
        builder.Add([], 0, 10, 100);
        builder.Add("a"u8, 1, 11, 101);
        (byte[] File, Func<byte[], bool> IsRead)[] kinds =
        [
            (Order.ToFile(), f => AuditOrder.Read(f) is not null),
            (new KnownNames(7, [.. Paths], []).ToFile(), f => KnownNames.Read(f) is not null),
            (builder.ToFile(5), f => FolderIndex.Read(f, 5) is not null),
        ];
        foreach (var (file, isRead) in kinds)
        {
            Assert.True(isRead(file));
            for (var at = 0; at < file.Length; at++)
            {
                Assert.False(isRead(file[..at]));
                var flipped = (byte[])file.Clone();
                flipped[at] ^= (byte)(1 << (at % 8));
                Assert.False(isRead(flipped), $"byte {at}");
            }
        }
    }

    [Fact]
    public void AuditNames_are_those_of_the_policy()
    {
        var names = AuditNames.Of(Base with { DenyRead = [Pattern("/ws/**/.env"), Rule("/home/u/.ssh")] });
        Assert.True(names.IsHandoff(".vscode"u8) && names.IsHandoff(".git"u8));
        Assert.False(names.IsHandoff("hooks"u8) || names.IsHandoff(""u8));
        Assert.True(names.MayBeSecret(".env"u8) && names.IsSecret(Path("/ws/a/.env")));
        Assert.False(names.MayBeSecret("env"u8) || names.IsSecret(Path("/elsewhere/.env")));
    }

    [Theory] // GitConfig reads as git does; PlainGitConfig allows what git writes for a submodule
    [InlineData("[core]\n bare = false\n worktree = ../../../sub\n[remote \"origin\"]\n url = ../lib.git\n[branch \"main\"]\n remote = origin\n", true)]
    [InlineData("[core]\n fsmonitor = ./x\n", false)]
    [InlineData("[core]\n hooksPath = x\n", false)]
    [InlineData("[remote \"origin\"]\n url = ext::sh -c x\n", false)]
    [InlineData("[remote \"origin\"]\n uploadpack = x\n", false)]
    [InlineData("[include]\n path = x\n", false)]
    [InlineData("[filter \"x\"]\n clean = x\n", false)]
    [InlineData("[alias]\n x = !x\n", false)]
    [InlineData("[submodule \"a\"]\n update = !x\n", false)]
    public void A_plain_configuration_names_nothing_that_git_runs(string text, bool plain) =>
        Assert.Equal(plain, PlainGitConfig.IsPlain(GitConfig.Parse(text)!.Value));
}
