using System.Buffers.Binary;
using System.Text;
using Pinfold.Windows.Processes;
using Xunit;

namespace Pinfold.Windows.Tests.Processes;

public sealed class ProgramSearchTests
{
    private const string Workspace = @"C:\ws";
    private static readonly Dictionary<string, string> Environment = new(StringComparer.Ordinal)
    {
        ["Path"] = @"relative;;.;C:\bin;""C:\Program Files\git"";C:\alias", ["PathExt"] = ".COM;.EXE;.BAT;.JS",
    };

    private static readonly Dictionary<string, ProgramKind> Disk = new(StringComparer.OrdinalIgnoreCase)
    {
        [@"C:\ws\git.exe"] = ProgramKind.File, [@"C:\ws\relative\git.exe"] = ProgramKind.File, [@"C:\Program Files\git\git.exe"] = ProgramKind.File,
        [@"C:\bin\tool.bat"] = ProgramKind.File, [@"C:\bin\tool.js"] = ProgramKind.File, [@"C:\bin\script.js"] = ProgramKind.File,
        [@"C:\ws\sub\own.exe"] = ProgramKind.File, [@"C:\alias\wt.exe"] = ProgramKind.Alias, [@"C:\alias\python.exe"] = ProgramKind.Stub,
        [@"C:\bin\node.v2.exe"] = ProgramKind.File, [@"C:\bin\plain"] = ProgramKind.File,
    };

    [Theory]
    [InlineData("git", @"C:\Program Files\git\git.EXE")] // never the one in the workspace
    [InlineData("GIT.EXE", @"C:\Program Files\git\GIT.EXE")]
    [InlineData("tool", @"C:\bin\tool.BAT")]
    [InlineData("node.v2", @"C:\bin\node.v2.EXE")]
    [InlineData("sub/own", @"C:\ws\sub\own.EXE")]
    [InlineData(@".\git.exe", @"C:\ws\.\git.exe")]
    [InlineData(@"C:\bin\tool.bat", @"C:\bin\tool.bat")]
    [InlineData("script", null)] // only the shell runs it
    [InlineData("plain", null)]
    [InlineData("absent", null)]
    [InlineData("", null)]
    [InlineData("a*", null)]
    public void A_program_is_found_where_the_commands_own_PATH_leads(string name, string? path)
    {
        var found = new ProgramSearch(p => Disk.GetValueOrDefault(p.Replace(@"\.\", @"\", StringComparison.Ordinal))).Find(name, Workspace, Environment);
        Assert.Equal(path, found.Path);
        Assert.Equal(path is null, found.Reason is not null);
    }

    [Fact]
    public void An_alias_is_one_and_the_Stores_advertisement_is_no_program()
    {
        var search = new ProgramSearch(p => Disk.GetValueOrDefault(p));
        Assert.True(search.Find("wt", Workspace, Environment).IsAlias);
        var python = search.Find("python", Workspace, Environment);
        Assert.Null(python.Path);
        Assert.Contains("only opens the Store", python.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void The_reparse_data_of_an_alias_are_read_and_nothing_else()
    {
        var text = Encoding.Unicode.GetBytes("Microsoft.WindowsTerminal_8wekyb3d8bbwe\0entry\0C:\\Program Files\\WindowsApps\\wt.exe\00\0");
        var data = new byte[12 + text.Length];
        BinaryPrimitives.WriteUInt32LittleEndian(data, 0x8000001B);
        BinaryPrimitives.WriteUInt16LittleEndian(data.AsSpan(4), (ushort)(4 + text.Length));
        BinaryPrimitives.WriteUInt32LittleEndian(data.AsSpan(8), 3);
        text.CopyTo(data, 12);
        var alias = AppAlias.Read(data)!;
        Assert.Equal(("Microsoft.WindowsTerminal_8wekyb3d8bbwe", @"C:\Program Files\WindowsApps\wt.exe", false), (alias.Package, alias.Program, alias.IsStub));
        for (var length = 0; length < data.Length; length++) Assert.Null(AppAlias.Read(data.AsSpan(0, length)));
        data[0] = 0x0C;
        Assert.Null(AppAlias.Read(data));
        Assert.True(new AppAlias("Microsoft.DesktopAppInstaller_8wekyb3d8bbwe", @"C:\x\AppInstallerPythonRedirector.exe").IsStub);
        Assert.False(new AppAlias("Microsoft.DesktopAppInstaller_8wekyb3d8bbwe", @"C:\x\winget.exe").IsStub);
    }
}
