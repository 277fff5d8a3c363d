namespace Pinfold.Linux.Tests.Workspace;

/// <summary>A folder on a chosen file system, removed with all in it.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public TemporaryFolder(string parent) =>
        Path = Directory.CreateDirectory($"{parent}/pinfold-test-{Guid.NewGuid():n}").FullName;

    public string Path { get; }

    public void Dispose() => Host.Shell("/", $"chmod -R u+rwX {Path}; rm -rf {Path}");
}
