using System.Globalization;
using System.Net.Sockets;

namespace Pinfold.Bench.Egress;

/// <summary>
/// The measuring side in the fence of a <c>pinfold run</c> with an allow list: a program that ignores proxy variables
/// and connects to the server's own address. One letter a line asks for one measurement, and one line answers.
/// </summary>
internal static class Inside
{
    internal static void Run(int target)
    {
        Socket Open() => Contestant.Direct(target);
        using (Open()) Say([]); // the way is there
        List<Socket> idle = [];
        while (Console.In.ReadLine() is [var what, ..])
        {
            switch (what)
            {
                case 'S': Say([Measure.Throughput(Open)]); break;
                case 'E': Say(Measure.ExchangeTimes(Open)); break;
                case 'O': Say(Measure.OpenTimes(Open)); break;
                case 'I':
                    idle = Measure.Idle(Open, Contest.Idle);
                    Say([]);
                    break;
            }
        }

        foreach (var socket in idle) socket.Dispose();
    }

    private static void Say(List<double> values)
    {
        Console.Out.WriteLine(string.Join(' ', values.Select(v => v.ToString("R", CultureInfo.InvariantCulture))));
        Console.Out.Flush();
    }
}
