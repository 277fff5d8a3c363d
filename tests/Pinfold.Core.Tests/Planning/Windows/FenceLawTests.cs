using CsCheck;
using Pinfold.Core.Planning.Windows;
using Pinfold.Core.WindowsModel;
using Pinfold.Core.WindowsModel.Machine;
using Pinfold.Core.WindowsModel.Rights;
using Xunit;

namespace Pinfold.Core.Tests.Planning.Windows;

/// <summary>
/// The claims in workspaces that nobody thought of: any files, some with a second name, any of the hand-off names there
/// or not.
/// </summary>
public sealed class FenceLawTests
{
    private const string Ws = @"C:\Users\me\any";
    private static readonly string[] Kept = [@".git\config", @".git\hooks",
        @".git\info\attributes", @".git\objects\info\alternates", ".vscode", ".envrc", ".idea"];

    /// <summary>Absent, they are the audit's: git would stumble over a folder there.</summary>
    private static readonly string[] Audited =
        [@".git\config", @".git\info\attributes", @".git\objects\info\alternates"];

    private static readonly Gen<string[]> Files = Gen.OneOf(
        @".git\HEAD", @".git\config", @".git\hooks\post-merge", @".git\info\attributes",
        @".git\info\exclude", @".git\objects\info\alternates", @".git\objects\ab\cd",
        @".vscode\tasks.json", ".envrc", @".idea\x.xml", @"src\.vscode\y",
        @"src\main.c", "Makefile", "long name with spaces.txt").Array[0, 10];

    [Fact]
    public void Kept_names_hold_and_all_else_in_the_root_can_be_changed() =>
        Gen.Select(Files, Gen.UInt, Gen.Int[0, 13]).Sample((files, spelling, second) =>
        {
            var machine = Made(files, second);
            var before = machine.Snapshot();
            var policy = Scene.Policy with
                { Workspace = Samples.Path("/C:/Users/me/any"), Write = [Samples.Rule("/C:/Users/me/any")] };
            var kept = Kept.Where(name => machine.Find($@"{Ws}\{name}") is not null
                || (!Audited.Contains(name) && machine.Find(Parent($@"{Ws}\{name}")) is not null)).ToArray();
            var fence = SimulatedBackend.Apply(machine, FreshWindows11.User,
                WindowsPlanner.For(policy, MachineFacts.Of(machine, policy, "law")));
            foreach (var name in kept)
            {
                string[] spellings = [.. Spellings.Of(machine, $@"{Ws}\{name}")];
                var path = spellings[spelling % (uint)spellings.Length];
                foreach (var right in (AccessMask[])[FileRights.WriteData, FileRights.AppendData,
                    FileRights.WriteAttributes, AccessMask.Delete, AccessMask.WriteDac, AccessMask.WriteOwner])
                    Assert.NotEqual(NtStatus.Success,
                        machine.Open(fence.Target, path, right, out _, followLink: false));
                foreach (var type in (SecurableType[])[SecurableType.File, SecurableType.Directory])
                {
                    Assert.NotEqual(NtStatus.Success, machine.Create(fence.Target, path, type, out _));
                    Assert.Equal(NtStatus.Success, machine.Create(fence.Target, Ws + @"\evil", type, out var evil));
                    using (evil)
                    {
                        Assert.NotEqual(NtStatus.Success, machine.Rename(fence.Target, evil!, path));
                        Assert.Equal(NtStatus.Success, NtMachine.Delete(evil!));
                    }
                }
            }

            foreach (var file in files.Where(f => !Kept.Any(k => f == k
                || f.StartsWith(k + @"\", StringComparison.Ordinal)) && machine.Find($@"{Ws}\{f}")!.Names == 1))
            {
                Assert.Equal(NtStatus.Success, machine.Open(fence.Target, $@"{Ws}\{file}",
                    AccessMask.GenericRead | AccessMask.GenericWrite | AccessMask.Delete, out var handle));
                handle!.Dispose();
            }

            fence.Undo();
            Assert.Equal(before, machine.Snapshot(), StringComparer.Ordinal);
        }, iter: 300);

    /// <summary>Each file once, with the folders above it; one of them has a second name outside of the root.</summary>
    private static NtMachine Made(string[] files, int second)
    {
        var host = FreshWindows11.Create();
        host.Folder(Ws);
        foreach (var file in files.Distinct(StringComparer.Ordinal)) host.File($@"{Ws}\{file}");
        if (second < files.Length) host.Machine.InstallName($@"{Ws}\{files[second]}", @"C:\Users\me\Documents\second");
        foreach (var (name, item) in host.Machine.Objects())
            if (name.StartsWith(Fenced.Nt(Ws), StringComparison.Ordinal))
                item.Descriptor = item.Descriptor with { Owner = FreshWindows11.Me, Group = FreshWindows11.Me };
        return host.Machine;
    }

    private static string Parent(string path) => path[..path.LastIndexOf('\\')];
}
