using Pinfold.Bench.Fence;

// bench-fence FOLDER PINFOLD PEERS ROUNDS PARTS: as an ordinary user; see bench/run.
if (args.Length != 5)
{
    Console.Error.WriteLine("usage: bench-fence FOLDER PINFOLD PEERS ROUNDS PARTS; bench/run prepares the folder");
    return 2;
}

System.Globalization.CultureInfo.CurrentCulture = System.Globalization.CultureInfo.InvariantCulture;
var at = new Setting(args[0], args[1], args[2]);
var rounds = int.Parse(args[3], System.Globalization.CultureInfo.InvariantCulture);
var parts = args[4].Split(',');
if (parts.Contains("starts")) Starts.Run(at with { Name = "plain" }, rounds);
if (parts.Contains("sizes")) Sizes.Run(at, Math.Max(5, rounds / 2));
if (parts.Contains("elevated"))
{
    ElevatedStarts.Run(at with { Name = "plain" }, rounds);
    Sizes.Run(at, Math.Max(5, rounds / 2), "--mode", "elevated");
}

if (parts.Contains("audit")) Sizes.Folders(at, 100_000, Math.Max(5, rounds / 4));
if (parts.Contains("work")) Work.Run(at, Math.Max(3, rounds / 4));
return 0;
