#pragma warning disable
if (args is ["attack", ..]) return Pinfold.Linux.Attacks.AttackProgram.Run(args[1..]);
if (args is ["verify", ..])
{
    var folder = Directory.CreateDirectory(Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".local/state/pinfold-v", Environment.ProcessId.ToString())).FullName;
    var without = args.Contains("--without-landlock") ? Pinfold.Core.Attacks.AttackLayers.Landlock : args.Contains("--without-seccomp") ? Pinfold.Core.Attacks.AttackLayers.Seccomp : args.Contains("--without-mounts") ? Pinfold.Core.Attacks.AttackLayers.Mounts : 0;
    var runner = new Pinfold.Linux.Attacks.AttackRunner(Environment.ProcessPath!, folder, without);
    var n = new int[4];
    foreach (var attack in Pinfold.Core.Attacks.LinuxAttacks.All)
    {
        if (args.Length > 1 && !args[^1].StartsWith("--") && !attack.Name.Contains(args[^1], StringComparison.Ordinal)) continue;
        var r = runner.Run(attack);
        n[(int)r.Outcome]++;
        Console.WriteLine($"{r.Outcome,-8} {attack.Name,-40} {r.Milliseconds,6:f0} ms  {r.Detail}");
    }
    Console.WriteLine($"{n[0]} denied {n[1]} escaped {n[2]} failed {n[3]} skipped");
    Directory.Delete(folder);
}
return 0;
