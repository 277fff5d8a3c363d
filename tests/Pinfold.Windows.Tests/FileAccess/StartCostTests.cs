using System.Diagnostics;
using System.Globalization;
using Pinfold.Windows.FileAccess;
using Pinfold.Windows.Native;
using Xunit;

namespace Pinfold.Windows.Tests.FileAccess;

/// <summary>
/// What each start costs that looks again through a kept folder, as the number of calls. Level of evidence: Wine, which
/// marks no entry as inherited, so that what Windows finds in order is written anew: there are no more calls than here.
/// </summary>
public sealed class StartCostTests(ITestOutputHelper output)
{
    private const int Fixed = 40, ForEach = 12, OfListing = 8;

    [WindowsFact]
    public void Looking_again_through_a_kept_folder_costs_a_bounded_number_of_calls()
    {
        using var scratch = new Scratch();
        var top = scratch.Make("kept");
        using var ledger = LedgerFile.Open(new MemoryStream());
        using var item = new NativeSecurityStore().Open(top, ItemAccess.Read)!;
        var hardening = new Hardening(new NativeSecurityStore(), ledger);
        hardening.EnsureEntry(top, item.Identity, KilledHardening.ForFolder, Upkeep.Whole);
        Assert.InRange(Calls(Upkeep.Whole), 1, Fixed);
        for (var i = 0; i < 100; i++) scratch.Write(string.Create(CultureInfo.InvariantCulture, $@"kept\{i}"));
        Assert.InRange(Calls(Upkeep.Whole), 300, Fixed + (ForEach * 100));
        Assert.InRange(Calls(Upkeep.Nearest), 1, Fixed + OfListing); // more than it looks at
        for (var i = 100; i <= Hardening.MostOfWhole; i++)
            scratch.Write(string.Create(CultureInfo.InvariantCulture, $@"kept\{i}"));
        Assert.InRange(Calls(Upkeep.Whole), 1, Fixed + OfListing);

        int Calls(Upkeep upkeep)
        {
            using var recorder = Recorder.Start();
            var clock = Stopwatch.StartNew();
            hardening.EnsureEntry(top, item.Identity, KilledHardening.ForFolder, upkeep);
            output.WriteLine($"{upkeep}: {recorder.Lines.Count} calls, {clock.Elapsed.TotalMilliseconds:f1} ms");
            return recorder.Lines.Count;
        }
    }
}
