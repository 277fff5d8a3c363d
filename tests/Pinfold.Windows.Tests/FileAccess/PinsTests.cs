using Pinfold.Core.WindowsModel;
using Pinfold.Windows.FileAccess;
using Xunit;

namespace Pinfold.Windows.Tests.FileAccess;

/// <summary>Level of evidence: Wine, whose sharing modes are real.</summary>
public sealed class PinsTests
{
    private static readonly NativeSecurityStore Store = new();

    [WindowsFact]
    public void A_pinned_folder_can_be_neither_renamed_nor_removed_until_it_is_let_go()
    {
        using var scratch = new Scratch();
        var path = scratch.Make("folder");
        using (var pins = new Pins())
        {
            pins.Hold(path, IdentityOf(path));
            Assert.Throws<IOException>(() => Directory.Move(path, scratch["elsewhere"]));
            Assert.ThrowsAny<IOException>(() => Directory.Delete(path));
            scratch.Write(@"folder\inside"); // what it holds is free
            File.Delete(scratch[@"folder\inside"]);
        }

        Directory.Move(path, scratch["elsewhere"]);
    }

    [WindowsFact]
    public void A_pinned_file_can_be_neither_replaced_nor_removed()
    {
        using var scratch = new Scratch();
        var (path, other) = (scratch.Write("file", "old"), scratch.Write("other", "new"));
        using (var pins = new Pins())
        {
            pins.Hold(path, IdentityOf(path));
            Assert.ThrowsAny<Exception>(() => File.Move(other, path, overwrite: true));
            Assert.ThrowsAny<Exception>(() => File.Delete(path));
            Assert.Equal("old", File.ReadAllText(path));
        }

        File.Move(other, path, overwrite: true);
        Assert.Equal("new", File.ReadAllText(path));
    }

    [WindowsFact]
    public void Another_file_than_the_planned_one_is_not_pinned()
    {
        using var scratch = new Scratch();
        var (path, other) = (scratch.Write("file"), scratch.Write("other"));
        using var pins = new Pins();
        Assert.Throws<IOException>(() => pins.Hold(path, IdentityOf(other)));
        Assert.Throws<FileNotFoundException>(() => pins.Hold(scratch["absent"], default));
        Assert.Equal(0, pins.Count);
        File.Delete(path);
    }

    [WindowsFact]
    public void A_taken_name_is_free_again_when_it_is_let_go()
    {
        using var scratch = new Scratch();
        var path = scratch["absent"];
        using (var pins = new Pins())
        {
            pins.Take(path, SecurityDescriptor.Parse("D:P(A;OICI;FA;;;SY)(A;OICI;FA;;;WD)S:(ML;OICI;NW;;;ME)"));
            Assert.True(Directory.Exists(path));
            Assert.ThrowsAny<Exception>(() => File.WriteAllText(path, "")); // the name is a folder's
            Assert.Throws<IOException>(() => Directory.Move(path, scratch["elsewhere"]));
            Assert.ThrowsAny<IOException>(() => pins.Take(path, SecurityDescriptor.Parse("D:")));
        }

        Assert.False(Path.Exists(path));
    }

    private static FileIdentity IdentityOf(string path)
    {
        using var item = Store.Open(path, ItemAccess.Read)!;
        return item.Identity;
    }
}
