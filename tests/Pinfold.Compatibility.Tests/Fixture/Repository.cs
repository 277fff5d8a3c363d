namespace Pinfold.Compatibility.Tests.Fixture;

/// <summary>Where this test's own sources and builds are.</summary>
internal static class Repository
{
    public static string Root { get; } = Find();

    /// <summary>The folder of the program: what users get, published ahead of time, unless it is older than the sources; else the test's own build.</summary>
    public static string Program()
    {
        var published = Root + "/artifacts/publish";
        if (Written(published) > NewestSource()) return published;
        string[] builds = Directory.Exists(Root + "/artifacts/bin/Pinfold.Cli") ? Directory.GetDirectories(Root + "/artifacts/bin/Pinfold.Cli") : [];
        var newest = builds.Where(b => Written(b) > DateTime.MinValue).MaxBy(Written);
        return newest ?? throw new InvalidOperationException($"no build of pinfold below {Root}/artifacts; run 'dotnet build src/Pinfold.Cli'");
    }

    private static DateTime Written(string folder) => File.Exists(folder + "/pinfold") && File.Exists(folder + "/pinfold-launcher")
        ? File.GetLastWriteTimeUtc(folder + "/pinfold") : DateTime.MinValue;

    private static DateTime NewestSource() =>
        Directory.EnumerateFiles(Root + "/src", "*.cs", SearchOption.AllDirectories).Max(File.GetLastWriteTimeUtc);

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(folder.FullName + "/Pinfold.slnx")) return folder.FullName;
        throw new InvalidOperationException("the test does not run from inside the repository");
    }
}
