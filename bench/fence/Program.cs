using Pinfold.Bench.Fence;

// bench-fence FOLDER PINFOLD PEERS ROUNDS: everything, as an ordinary user; see bench/run.
if (args.Length != 4)
{
    Console.Error.WriteLine("usage: bench-fence FOLDER PINFOLD PEERS ROUNDS; bench/run prepares the folder");
    return 2;
}

System.Globalization.CultureInfo.CurrentCulture = System.Globalization.CultureInfo.InvariantCulture;
var at = new Setting(args[0], args[1], args[2]);
var rounds = int.Parse(args[3], System.Globalization.CultureInfo.InvariantCulture);
Starts.Run(at with { Name = "plain" }, rounds);
Sizes.Run(at, Math.Max(5, rounds / 2));
Sizes.Folders(at, 100_000, Math.Max(5, rounds / 4));
Work.Run(at, Math.Max(3, rounds / 4));
return 0;
