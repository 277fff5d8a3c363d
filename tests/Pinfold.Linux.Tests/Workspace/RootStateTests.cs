using System.Collections.Concurrent;
using Pinfold.Core.Paths;
using Pinfold.Core.Workspace;
using Pinfold.Linux.Workspace;
using Xunit;

namespace Pinfold.Linux.Tests.Workspace;

public sealed class RootStateTests
{
    [Fact]
    public void A_note_that_cannot_be_written_is_tried_once()
    {
        using var state = new TemporaryFolder("/tmp");
        var (folder, root) = (CanonicalPath.Parse(state.Path), CanonicalPath.Parse("/tmp"));
        var notes = new RootState(folder, root);
        var order = new AuditOrder
        {
            Root = root, Session = folder.Combine("one"), FileTime = 0,
            SinceBoot = 0, Names = new([], []), Protected = [], Git = []
        };
        notes.Owe(order).Dispose(); // makes the folder of the notes, and has the note's name
        var place = Directory.GetDirectories(state.Path + "/workspaces")[0];
        using var watcher = new FileSystemWatcher(place);
        using var made = new BlockingCollection<string>();
        watcher.Created += (_, e) => made.Add(e.Name!);
        watcher.EnableRaisingEvents = true;
        Assert.Throws<IOException>(() => notes.Owe(order));
        File.WriteAllText(place + "/last", "");
        Assert.Equal("new-owed-one", string.Join(' ',
            made.GetConsumingEnumerable(TestContext.Current.CancellationToken).TakeWhile(n => n != "last")));
    }
}
