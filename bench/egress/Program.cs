using System.Globalization;
using Pinfold.Bench.Egress;
using Pinfold.Linux.Network;

// bench-egress serve PORT the egress proxy at 127.0.0.1:PORT, for 127.0.0.1:* of the measuring side; prints its
// credential bench-egress answer the server that all of them lead to; prints its port
// bench-egress inside PORT      the measuring side in a fence, which knows of no proxy
// bench-egress measure FOLDER ROUNDS [PINFOLD] all contestants, one after another in each round; FOLDER is for the
// peers' files, PINFOLD the program for those inside
OpenFiles.AllowAll(); // thousands of tunnels
if (args is ["serve", ..]) SocketEvents.Inline();
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
switch (args)
{
    case ["serve", var port, var target]:
        await ProxyHost.RunAsync(int.Parse(port, CultureInfo.InvariantCulture),
            int.Parse(target, CultureInfo.InvariantCulture));
        return 0;
    case ["answer"]: Answers.Run(); return 0;
    case ["inside", var port]: Inside.Run(int.Parse(port, CultureInfo.InvariantCulture)); return 0;
    case ["measure", var folder, var rounds, .. var program]:
        Contest.Run(folder, int.Parse(rounds, CultureInfo.InvariantCulture), program.FirstOrDefault()); return 0;
    default:
        Console.Error.WriteLine("usage: bench-egress measure FOLDER ROUNDS [PINFOLD]");
        return 2;
}
