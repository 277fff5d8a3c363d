using System.Diagnostics;
using Pinfold.Core.Paths;
using Pinfold.Core.Planning.Windows;
using Pinfold.Core.Policy;
using Pinfold.Core.WindowsModel;
using Pinfold.Core.WindowsModel.Inheritance;
using Pinfold.Core.WindowsModel.Machine;

namespace Pinfold.Bench.WindowsModel;

/// <summary>
/// A simulated machine with a workspace of 1,000,000 files: entry and label of a root, and back. Budget: 5 s, 1 GiB.
/// Plans for 100 roots: 5 ms.
/// </summary>
internal static class Million
{
    internal static void Run()
    {
        var host = FreshWindows11.Create();
        var root = host.Folder(@"C:\Users\me\big");
        var clock = Stopwatch.StartNew();
        for (var folder = 0; folder < 1000; folder++)
        {
            // 100 kinds of folders, each with an entry of its own, so that its files' descriptors are its own too.
            var made = host.Folder($@"C:\Users\me\big\{folder}");
            var entry = new Ace(AceType.Allowed, 0x1200a9, FreshWindows11.Computer.Child(2000 + (uint)(folder % 100)))
                { Flags = AceFlags.ObjectInherit | AceFlags.ContainerInherit };
            made.Descriptor = made.Descriptor.WithDacl(OwnEntries.Add(made.Descriptor.Dacl, entry));
            for (var file = 0; file < 999; file++) host.File($@"C:\Users\me\big\{folder}\{file}.c");
        }

        Console.WriteLine(
            $"made 1,000,000 objects in {clock.Elapsed.TotalSeconds:f1} s; {GC.GetTotalMemory(forceFullCollection: true) >> 20} MiB");
        clock.Restart();
        var grant = RootRights.Allow(CapabilitySid.ForName("bench"), isContainer: true);
        root.Descriptor = OwnEntries.WithLabel(root.Descriptor.WithDacl(OwnEntries.Add(root.Descriptor.Dacl, grant)),
            FenceLevel.Label(FenceLevel.Sid, LabelPolicy.NoWriteUp, isContainer: true));
        var changed = Propagation.Propagate(root, SecurableType.File.Mapping);
        Console.WriteLine($"entry and label for {changed:n0} objects in {clock.Elapsed.TotalMilliseconds:f0} ms");
        clock.Restart();
        root.Descriptor = OwnEntries.WithLabel(root.Descriptor.WithDacl(OwnEntries.Remove(root.Descriptor.Dacl, grant)),
            null);
        changed = Propagation.Propagate(root, SecurableType.File.Mapping);
        Console.WriteLine($"back for {changed:n0} objects in {clock.Elapsed.TotalMilliseconds:f0} ms; peak {Process.GetCurrentProcess()
            .PeakWorkingSet64 >> 20} MiB");
    }

    internal static void Plans()
    {
        var host = FreshWindows11.Create();
        host.Folder(@"C:\Users\me\big");
        for (var i = 0; i < 100; i++) host.Folder($@"C:\Users\me\big\{i}");
        var workspace = CanonicalPath.Parse("/C:/Users/me/big/0");
        var flags = new PolicyFlags { Write = [.. Enumerable.Range(1, 99).Select(i => $"/C:/Users/me/big/{i}")] };
        var policy = PolicyLoader.Load([], flags, workspace, MachineFacts.Home, [MachineFacts.State]).Policy!;
        var facts = MachineFacts.Of(host.Machine, policy, "bench");
        var steps = 0;
        var times = new double[200];
        for (var i = -times.Length; i < times.Length; i++) // the first half is compiled while it runs
        {
            var clock = Stopwatch.StartNew();
            steps = WindowsPlanner.For(policy, facts).Steps.Length;
            times[Math.Max(i, 0)] = clock.Elapsed.TotalMilliseconds;
        }

        Array.Sort(times);
        Console.WriteLine($"a plan for {policy.Write.Length} roots, {steps} steps: {times[times.Length / 2]:f2} ms (median of {times.Length}; best {times[0]:f2})");
    }
}
