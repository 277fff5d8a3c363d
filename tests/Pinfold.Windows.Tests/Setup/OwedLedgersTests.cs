using Pinfold.Core.Ledger;
using Pinfold.Windows.FileAccess;
using Pinfold.Windows.Setup;
using Pinfold.Windows.Tests.FileAccess;
using Xunit;

namespace Pinfold.Windows.Tests.Setup;

/// <summary>Level of evidence: Wine, with folders that stand for profiles.</summary>
public sealed class OwedLedgersTests : IDisposable
{
    private readonly Scratch _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [WindowsFact]
    public void Each_other_users_owed_ledger_is_named_with_its_entries_and_what_takes_them_back()
    {
        using (var ledger = Ledger("owes"))
        {
            ledger.Intend(new LedgerChange.AddEntry(@"C:\a", "1:1", "(A;;FA;;;WD)"));
            ledger.Intend(new LedgerChange.AddEntry(@"C:\b", "1:2", "(A;;FA;;;WD)"));
        }

        using (var ledger = Ledger("own")) ledger.Intend(new LedgerChange.AddEntry(@"C:\a", "1:1", "(A;;FA;;;WD)"));
        using (var ledger = Ledger("done"))
            ledger.Move(ledger.Move(ledger.Intend(new LedgerChange.AddEntry(@"C:\a", "1:1", "(A;;FA;;;WD)")),
                LedgerState.Undoing),
                LedgerState.Undone);
        _scratch.Make("none");
        Assert.Equal(
            $@"{_scratch.Folder}\owes\AppData\Local\pinfold\ledger: 2 entries and labels of commands of S-owes are left on that user's folders; as that user, run: pinfold uninstall --mine",
            Assert.Single(Find("owes", "own", "done", "none", "gone")));
    }

    [WindowsFact]
    public void A_ledger_that_cannot_be_read_does_not_count_as_empty()
    {
        _scratch.Make(@"folder\AppData\Local\pinfold\ledger");
        _scratch.Make(@"file\AppData");
        _scratch.Write(@"file\AppData\Local");
        Assert.All(Find("folder", "file"), s => Assert.Contains("is not known", s, StringComparison.Ordinal));
        Assert.Equal(2, Find("folder", "file").Length);
    }

    private LedgerFile Ledger(string profile)
    {
        _scratch.Make($@"{profile}\AppData\Local\pinfold");
        return LedgerFile.Open($@"{_scratch.Folder}\{profile}\AppData\Local\pinfold\ledger");
    }

    private string[] Find(params string[] profiles) =>
        [.. OwedLedgers.Find(profiles.Select(p => ($"S-{p}", $@"{_scratch.Folder}\{p}")), $@"{_scratch.Folder}\OWN")];
}
