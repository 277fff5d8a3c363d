using Pinfold.Compatibility.Tests.Fixture;

namespace Pinfold.Linux.Tests.Attacks;

/// <summary>
/// The build of pinfold that users run, published ahead of time; the one that the tests' build made when the sources
/// are newer.
/// </summary>
internal static class ProgramUnderTest
{
    internal static string Path { get; } = Find();

    private static string Find()
    {
        var published = Repository.Root + "/artifacts/publish/pinfold";
        var edited = new DirectoryInfo(Repository.Root + "/src")
            .EnumerateFiles("*.cs", SearchOption.AllDirectories).Max(f => f.LastWriteTimeUtc);
        return File.Exists(published) && File.GetLastWriteTimeUtc(published) > edited
            ? published
            : Repository.Program() + "/pinfold";
    }
}
