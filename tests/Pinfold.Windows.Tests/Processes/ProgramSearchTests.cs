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
        [@"C:\ws\git.exe"] = ProgramKind.File, [@"C:\ws\relative\git.exe"] = ProgramKind.File,
        [@"C:\Program Files\git\git.exe"] = ProgramKind.File,
        [@"C:\bin\tool.bat"] = ProgramKind.File,
        [@"C:\bin\tool.js"] = ProgramKind.File, [@"C:\bin\script.js"] = ProgramKind.File,
        [@"C:\ws\sub\own.exe"] = ProgramKind.File, [@"C:\alias\wt.exe"] = ProgramKind.Alias,
        [@"C:\alias\python.exe"] = ProgramKind.Stub,
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
        var found = new ProgramSearch(p => Disk.GetValueOrDefault(p.Replace(@"\.\", @"\", StringComparison.Ordinal)))
            .Find(name, Workspace, Environment);
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
}
