namespace Pinfold.Compatibility.Tests.Fixture;

/// <summary>Where this test's own sources and builds are.</summary>
internal static class Repository
{
    public static string Root { get; } = Find();

    /// <summary>
    /// The folder of the newest build of the program: published ahead of time, or the one that this test's build made.
    /// </summary>
    public static string Program() =>
        ((string[])["/artifacts/publish", "/artifacts/bin/Pinfold.Cli/debug", "/artifacts/bin/Pinfold.Cli/release"])
            .Select(f => Root + f).Where(f => File.Exists(f + "/pinfold"))
            .MaxBy(f => File.GetLastWriteTimeUtc(f + "/pinfold"))
        ?? throw new InvalidOperationException(
            $"no build of pinfold below {Root}/artifacts; run 'dotnet build src/Pinfold.Cli'");

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(folder.FullName + "/Pinfold.slnx")) return folder.FullName;
        throw new InvalidOperationException("the test does not run from inside the repository");
    }
}
