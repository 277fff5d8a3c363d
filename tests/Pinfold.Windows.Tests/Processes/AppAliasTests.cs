using System.Buffers.Binary;
using System.Text;
using CsCheck;
using Pinfold.Windows.Native;
using Pinfold.Windows.Processes;
using Pinfold.Windows.Tests.FileAccess;
using Xunit;

namespace Pinfold.Windows.Tests.Processes;

public sealed class AppAliasTests
{
    private const string Package = "Microsoft.WindowsTerminal_8wekyb3d8bbwe",
        Program = @"C:\Program Files\WindowsApps\wt.exe";
    private static readonly byte[] Whole = Data($"{Package}\0entry\0{Program}\00\0");

    [Fact]
    public void A_whole_buffer_names_the_package_and_the_program()
    {
        var alias = AppAlias.Read(Whole)!;
        Assert.Equal((Package, Program, false), (alias.Package, alias.Program, alias.IsStub));
        Assert.Equal(alias, AppAlias.Read([.. Whole, 1, 2, 3])); // a buffer is larger than what it was filled with
    }

    [Fact]
    public void A_buffer_that_was_cut_off_names_nothing()
    {
        for (var length = 0; length < Whole.Length; length++) Assert.Null(AppAlias.Read(Whole.AsSpan(0, length)));
    }

    [Fact]
    public void A_length_that_lies_gives_the_whole_program_or_nothing()
    {
        var read = 0;
        for (var length = 0; length <= ushort.MaxValue; length++)
        {
            var data = (byte[])Whole.Clone();
            BinaryPrimitives.WriteUInt16LittleEndian(data.AsSpan(4), (ushort)length);
            if (AppAlias.Read(data) is not { } alias) continue;
            Assert.Equal(Program, alias.Program);
            read++;
        }

        Assert.Equal(3, read); // up to the program's end, and up to either half of what follows
    }

    [Theory]
    [InlineData(0, 0x0C)] // a symbolic link
    [InlineData(3, 0xA0)]
    [InlineData(8, 2)] // another version
    [InlineData(11, 1)]
    public void Another_tag_or_version_names_nothing(int at, byte value)
    {
        var data = (byte[])Whole.Clone();
        data[at] = value;
        Assert.Null(AppAlias.Read(data));
    }

    [Theory]
    [InlineData("")]
    [InlineData("\0\0\0\0")]
    [InlineData("package\0entry\0program")]
    [InlineData("package\0entry\0\00\0")]
    [InlineData("\0entry\0program\00\0")]
    public void Strings_that_are_missing_empty_or_without_an_end_name_nothing(string strings) =>
        Assert.Null(AppAlias.Read(Data(strings)));

    [Fact]
    public void Any_bytes_name_a_program_that_ends_or_nothing() =>
        Gen.Select(Gen.Byte.Array[0, 64], Gen.Bool).Sample((bytes, isFramed) =>
        {
            var data = isFramed
                ? [.. Whole[..4], .. BitConverter.GetBytes((ushort)(bytes.Length & ~1)), 0, 0, 3, 0, 0, 0, .. bytes]
                : bytes;
            Assert.True(AppAlias.Read(data) is not { } alias
                || (alias.Program.Length > 0 && !alias.Program.Contains('\0', StringComparison.Ordinal)));
        });

    [Fact]
    public void The_Stores_advertisement_is_told_from_the_installer_itself()
    {
        Assert.True(new AppAlias("Microsoft.DesktopAppInstaller_8wekyb3d8bbwe",
            @"C:\x\AppInstallerPythonRedirector.exe").IsStub);
        Assert.False(new AppAlias("Microsoft.DesktopAppInstaller_8wekyb3d8bbwe", @"C:\x\winget.exe").IsStub);
    }

    [WindowsFact]
    public void A_file_without_reparse_data_is_no_alias()
    {
        using var scratch = new Scratch();
        scratch.Write("plain.exe");
        Assert.Null(AppAlias.At($@"{scratch.Folder}\plain.exe"));
        Assert.Equal(ProgramKind.File, AppAlias.KindOf($@"{scratch.Folder}\plain.exe"));
        Assert.Equal(ProgramKind.None, AppAlias.KindOf($@"{scratch.Folder}\absent.exe"));
    }

    [RealWindowsFact("keeps no reparse data")]
    public void An_alias_on_the_disk_is_read_and_what_lies_in_its_place_is_not_taken_for_one()
    {
        using var scratch = new Scratch();
        foreach (var (name, data) in (ReadOnlySpan<(string, byte[])>)[("wt.exe", Whole),
            ("cut.exe", Data("package\0entry\0program"))])
        {
            scratch.Write(name);
            using var file = Kernel32.CreateFile(
                scratch[name], Kernel32.GENERIC_WRITE, Kernel32.FILE_SHARE_VALID_FLAGS,
                Kernel32.OPEN_EXISTING, Kernel32.FILE_FLAG_OPEN_REPARSE_POINT);
            Assert.NotEqual(0, Kernel32.Control(file.DangerousGetHandle(), Kernel32.FSCTL_SET_REPARSE_POINT, data));
        }

        Assert.Equal(new(Package, Program), AppAlias.At($@"{scratch.Folder}\wt.exe"));
        Assert.Equal(ProgramKind.Alias, AppAlias.KindOf($@"{scratch.Folder}\wt.exe"));
        Assert.Null(AppAlias.At($@"{scratch.Folder}\cut.exe"));
    }

    private static byte[] Data(string strings)
    {
        var text = Encoding.Unicode.GetBytes(strings);
        var data = new byte[12 + text.Length];
        BinaryPrimitives.WriteUInt32LittleEndian(data, 0x8000001B);
        BinaryPrimitives.WriteUInt16LittleEndian(data.AsSpan(4), (ushort)(4 + text.Length));
        BinaryPrimitives.WriteUInt32LittleEndian(data.AsSpan(8), 3);
        text.CopyTo(data, 12);
        return data;
    }
}
