namespace Pinfold.Linux.Tests.Attacks;

/// <summary>The build of pinfold that users run, published ahead of time; the one that the tests' build made when the sources are newer.</summary>
internal static class ProgramUnderTest
{
    internal static string Path { get; } = Find();

    private static string Find()
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (root is not null && !File.Exists(root.FullName + "/Pinfold.slnx")) root = root.Parent;
        if (root is null) throw new InvalidOperationException("the tests do not run from inside the repository");
        var published = root.FullName + "/artifacts/publish/pinfold";
        var edited = new DirectoryInfo(root.FullName + "/src").EnumerateFiles("*.cs", SearchOption.AllDirectories).Max(f => f.LastWriteTimeUtc);
        if (File.Exists(published) && File.GetLastWriteTimeUtc(published) > edited) return published;
        string[] builds = [root.FullName + "/artifacts/bin/Pinfold.Cli/debug", root.FullName + "/artifacts/bin/Pinfold.Cli/release"];
        return builds.Select(b => b + "/pinfold").Where(File.Exists).MaxBy(File.GetLastWriteTimeUtc)
            ?? throw new InvalidOperationException("there is no build of pinfold; run 'dotnet build src/Pinfold.Cli'");
    }
}
