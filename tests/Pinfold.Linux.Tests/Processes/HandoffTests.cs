using Pinfold.Core.Paths;
using Pinfold.Core.Planning;
using Pinfold.Core.Policy;
using Pinfold.Core.Workspace;
using Xunit;

namespace Pinfold.Linux.Tests.Processes;

public sealed class HandoffTests : IDisposable
{
    private readonly Fence _fence = new();

    public void Dispose() => _fence.Dispose();

    [Fact]
    public void An_existing_handoff_folder_is_read_only_and_cannot_be_moved_away()
    {
        Directory.CreateDirectory(_fence.Workspace + "/.vscode");
        var (output, _) = _fence.Shell("echo x > .vscode/tasks.json; mv .vscode old; rm -r .vscode; echo done");
        Assert.Contains("Read-only file system", output, StringComparison.Ordinal);
        Assert.Contains("busy", output, StringComparison.Ordinal);
        Assert.Equal([_fence.Workspace + "/.vscode"], Directory.GetFileSystemEntries(_fence.Workspace));
    }

    [Fact]
    public void A_handoff_name_that_is_a_link_cannot_be_replaced()
    {
        Directory.CreateDirectory(_fence.Workspace + "/other");
        File.CreateSymbolicLink(_fence.Workspace + "/.vscode", "other");
        var (output, _) = _fence.Shell("rm .vscode; ln -sfn /etc .vscode; mv .vscode x; readlink .vscode");
        Assert.EndsWith("other\n", output, StringComparison.Ordinal);
        Assert.Equal("other", new FileInfo(_fence.Workspace + "/.vscode").LinkTarget);
    }

    [Fact]
    public void Git_is_split_and_pinned()
    {
        var git = _fence.Workspace + "/.git";
        Directory.CreateDirectory(git + "/hooks");
        Directory.CreateDirectory(git + "/objects");
        File.WriteAllText(git + "/config", "[core]\n");
        var root = CanonicalPath.Parse(git);
        var facts = _fence.Facts();
        facts = facts with
        {
            GitDirectories = [new GitDirectory(root, root, null, Verified: true)],
            GitProtected = [root.Combine("config"), root.Combine("hooks"), root.Combine("config.worktree")],
            Paths = new Dictionary<CanonicalPath, PathKind>(facts.Paths)
            {
                [root.Combine("config")] = PathKind.File,
                [root.Combine("hooks")] = PathKind.Directory,
            },
        };
        var (output, _) = _fence.Run(
            ["/bin/sh", "-c", "cd .git; echo o > objects/o && echo h > HEAD && echo ok; echo x >> config; echo x > hooks/pre-commit; echo x > config.worktree; mv config c; mv hooks h; cd ..; mv .git g; echo end"],
            facts: facts);
        Assert.StartsWith("ok\n", output, StringComparison.Ordinal);
        Assert.Equal("[core]\n", File.ReadAllText(git + "/config"));
        Assert.Empty(Directory.GetFileSystemEntries(git + "/hooks"));
        Assert.False(Path.Exists(git + "/config.worktree"));
        Assert.True(File.Exists(git + "/objects/o"));
    }

    [Fact]
    public void Two_sessions_share_a_placeholder_and_the_last_one_removes_it()
    {
        using var first = _fence.Start(["/bin/sh", "-c", "mkfifo f; : > up; read x < f"]);
        SpinWait.SpinUntil(() => File.Exists(_fence.Workspace + "/up"), TimeSpan.FromMinutes(1));
        Assert.True(Directory.Exists(_fence.Workspace + "/.vscode"));
        _fence.Shell("true");
        Assert.True(Directory.Exists(_fence.Workspace + "/.vscode"));
        first.Kill();
        first.Wait();
        Assert.False(Directory.Exists(_fence.Workspace + "/.vscode"));
    }

    [Fact]
    public void A_users_own_empty_folder_is_kept()
    {
        Directory.CreateDirectory(_fence.Workspace + "/.vscode");
        _fence.Shell("true");
        Assert.True(Directory.Exists(_fence.Workspace + "/.vscode"));
    }

    [Fact]
    public void A_secret_is_unreadable_and_cannot_be_uncovered()
    {
        var secret = _fence.Folder + "/secret";
        File.WriteAllText(secret, "PASSWORD");
        Directory.CreateDirectory(_fence.Folder + "/keys");
        File.WriteAllText(_fence.Folder + "/keys/id", "KEY");
        _fence.Policy = _fence.Policy with { DenyRead = [Fence.Rule(secret), Fence.Rule(_fence.Folder + "/keys")] };
        var (output, _) = _fence.Shell(
            $"cat {secret} {_fence.Folder}/keys/id; ls {_fence.Folder}/keys; chmod 777 {secret}; umount {secret}; cat {secret}");
        Assert.DoesNotContain("PASSWORD", output, StringComparison.Ordinal);
        Assert.DoesNotContain("KEY", output, StringComparison.Ordinal);
        Assert.Contains("Permission denied", output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_grant_inside_a_secret_folder_reveals_that_and_nothing_else()
    {
        var keys = Directory.CreateDirectory(_fence.Folder + "/keys").FullName;
        File.WriteAllText(keys + "/known", "PUBLIC\n");
        File.WriteAllText(keys + "/id", "KEY\n");
        Directory.CreateDirectory(keys + "/certs");
        File.WriteAllText(keys + "/certs/ca", "CERT\n");
        var builtIn = new Origin(PolicyLayer.BuiltIn, "test");
        _fence.Policy = _fence.Policy with { DenyRead = [Fence.Rule(keys) with { Origin = builtIn }] };
        // the control
        Assert.DoesNotContain("PUBLIC", _fence.Shell($"cat {keys}/known").Output, StringComparison.Ordinal);
        _fence.Policy = _fence.Policy with { Read = [Fence.Rule(keys + "/known"), Fence.Rule(keys + "/certs")] };
        var (output, _) = _fence.Shell(
            $"cat {keys}/known {keys}/certs/ca; ls {keys}; cat {keys}/id; echo x > {keys}/known; echo x > {keys}/new; echo x > {keys}/certs/new");
        Assert.StartsWith("PUBLIC\nCERT\ncerts\nknown\n", output, StringComparison.Ordinal);
        Assert.DoesNotContain("KEY", output, StringComparison.Ordinal);
        Assert.Equal("PUBLIC\n", File.ReadAllText(keys + "/known"));
        Assert.Equal(3, Directory.GetFileSystemEntries(keys).Length);
        Assert.Single(Directory.GetFileSystemEntries(keys + "/certs"));
    }
}
