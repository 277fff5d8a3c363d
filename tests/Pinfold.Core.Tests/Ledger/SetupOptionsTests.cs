using Pinfold.Core.Ledger;
using Xunit;

namespace Pinfold.Core.Tests.Ledger;

public sealed class SetupOptionsTests
{
    [Theory]
    [InlineData("online", "5173,8080", 0)]
    [InlineData("offline", "5173,8080", 1)]
    [InlineData("allowlist", "5173,8080", 1)]
    [InlineData("online", "", 1)]
    [InlineData("offline", "5173", 2)]
    public void A_filter_that_was_made_for_another_policy_of_the_machine_is_told(string network,
        string loopback, int faults)
    {
        var said = new SetupOptions(null, null, [8080, 5173, 8080], "") { Network = "online" };
        foreach (var change in (LedgerChange[])[
            new LedgerChange.LoadTable("inet pinfold", "", "990", "991", loopback, "", network),
            new LedgerChange.AddFilters("Pinfold", "", "a", "b", "47128", loopback, network)])
        {
            var book = new LedgerBook();
            book.Intend(change, out var entry);
            Assert.Empty(said.NetworkFaults(book)); // cut off: that is told by itself
            book.Move(entry, LedgerState.Applied, out _);
            var found = said.NetworkFaults(book).ToArray();
            Assert.Equal(faults, found.Length);
            if (network != "online")
                Assert.Contains($"'online', and the packet filter was made for '{network}'", found[0],
                    StringComparison.Ordinal);
        }
    }
}
