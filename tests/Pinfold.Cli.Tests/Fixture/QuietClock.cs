using System.Diagnostics;
using System.Globalization;

namespace Pinfold.Cli.Tests.Fixture;

/// <summary>
/// Time less that in which something on this host waited for a processor: what a call takes where nothing else runs, or
/// less. Pressure stall information (Documentation/accounting/psi.rst) tells of it; where the kernel has none, it is
/// plain time.
/// </summary>
internal sealed class QuietClock
{
    private const string Pressure = "/proc/pressure/cpu", Total = "total=";
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly double _waited = Waited();

    internal double Seconds => _clock.Elapsed.TotalSeconds - (Waited() - _waited);

    /// <summary>"some avg10=0.00 avg60=0.00 avg300=0.00 total=MICROSECONDS", of all since boot.</summary>
    private static double Waited()
    {
        if (!File.Exists(Pressure)) return 0;
        var some = File.ReadLines(Pressure).First(l => l.StartsWith("some ", StringComparison.Ordinal));
        return long.Parse(some[(some.IndexOf(Total, StringComparison.Ordinal) + Total.Length)..],
            CultureInfo.InvariantCulture) / 1e6;
    }
}
