using Pinfold.Core.Policy;
using Pinfold.Windows.Native;
using static Pinfold.Windows.Attacks.FileCalls;

namespace Pinfold.Windows.Attacks;

/// <summary>Leading a path of the attacker's to something that is not.</summary>
internal static class Links
{
    private const int Rounds = 200;

    internal static IEnumerable<AttackCode> Codes =>
    [
        new("link-hard-outside", a => HardLink(a, a.Outside + @"\file"), OutsideWrites.Changed),
        new("link-junction-outside", a => ThroughJunction(a, a.Outside), There(@"outside\new")),
        new("link-symbolic-outside", SymbolicLink, OutsideWrites.Changed),
        new("link-junction-chain", Chain, There(@"outside\new")),
        new("link-race-junction", Race, There(@"outside\new")),
        new("link-as-root", a => Create(a, a.Home + @"\alias\new"), There(@"outside\new"))
        {
            Prepare = s => Junction(s.Home + @"\alias", s.Outside), Policy = AliasAsRoot,
        },
        new("link-dos-device", DosDevice, There(@"outside\new")) { Contained = true },
        new("link-hard-git-config", a => HardLink(a, a.Workspace + @"\.git\config"), Marked(@"home\ws\.git\config"))
            { Prepare = s => GitFiles.Repository(s), Denials = AttackCode.Held },
        new("link-junction-workspace", JunctionToWorkspace, Marked(@"home\ws\.git\config"))
            { Prepare = s => GitFiles.Repository(s), Denials = AttackCode.Held },
        new("link-junction-left-behind", LeaveJunction, s => IsJunction(s, @"home\ws\output")),
    ];

    private static void HardLink(Attempt a, string target)
    {
        if (a.Try("CreateHardLinkW", Kernel32.CreateHardLinkW(a.Workspace + @"\link", target, 0)))
            Fill(a, a.Workspace + @"\link");
    }

    private static void ThroughJunction(Attempt a, string target)
    {
        Junction(a.Workspace + @"\junction", target);
        Create(a, a.Workspace + @"\junction\new");
    }

    /// <summary>
    /// Making one is no attack: without developer mode it needs a privilege, and then the control fails.
    /// </summary>
    private static void SymbolicLink(Attempt a)
    {
        Attempt.Need("CreateSymbolicLinkW", Kernel32.CreateSymbolicLinkW(a.Workspace + @"\link", a.Outside + @"\file",
            Kernel32.SYMBOLIC_LINK_FLAG_ALLOW_UNPRIVILEGED_CREATE));
        Fill(a, a.Workspace + @"\link");
    }

    private static void Chain(Attempt a)
    {
        Junction(a.Workspace + @"\first", a.Outside);
        Junction(a.Workspace + @"\second", a.Workspace + @"\first");
        Create(a, a.Workspace + @"\second\new");
    }

    /// <summary>
    /// A folder and a junction to the outside take turns at one name while a file below it is made; then once more with
    /// the junction there, so that both states are met, however the race went. What is made in the folder is right; the
    /// effect tells.
    /// </summary>
    private static void Race(Attempt a)
    {
        var (name, trap, aside) = (a.Workspace + @"\turn", a.Workspace + @"\trap", a.Workspace + @"\aside");
        Attempt.Need("CreateDirectoryW", Kernel32.MakeFolder(name));
        Junction(trap, a.Outside);
        using var start = new Barrier(2);
        var swapper = new Thread(() =>
        {
            start.SignalAndWait();
            for (var i = 0; i < Rounds; i++) Swap(name, trap, aside);
        });
        swapper.Start();
        start.SignalAndWait();
        for (var i = 0; i < Rounds; i++)
        {
            var file = Kernel32.Open(name + @"\new", Kernel32.FILE_APPEND_DATA | Kernel32.SYNCHRONIZE,
                Kernel32.OPEN_ALWAYS);
            if (file != -1) _ = Kernel32.CloseHandle(file);
        }

        swapper.Join();
        Attempt.Need("MoveFileExW", Kernel32.MoveFileExW(name, aside, 0));
        Attempt.Need("MoveFileExW", Kernel32.MoveFileExW(trap, name, 0));
        Fill(a, name + @"\new", Kernel32.OPEN_ALWAYS);
    }

    /// <summary>
    /// The junction at the name, and back. A folder with an open file in it stays: then nothing moves in this round.
    /// </summary>
    private static void Swap(string name, string trap, string aside)
    {
        if (Kernel32.MoveFileExW(name, aside, 0) == 0) return;
        if (Kernel32.MoveFileExW(trap, name, 0) != 0)
            while (Kernel32.MoveFileExW(name, trap, 0) == 0) Thread.Yield(); // what was opened by it is closed soon
        while (Kernel32.MoveFileExW(aside, name, 0) == 0) Thread.Yield();
    }

    private static SandboxPolicy AliasAsRoot(SandboxPolicy policy)
    {
        var alias = policy.Workspace.Parent.Combine("alias");
        return policy with
            { Write = policy.Write.Add(new(alias.Value, alias, null, new Origin(PolicyLayer.BuiltIn, "verify"))) };
    }

    /// <summary>The letter itself may be refused, or be taken with no gain.</summary>
    private static void DosDevice(Attempt a)
    {
        const string Letter = "Q:";
        var target = @"\??\" + a.Outside;
        a.Gate("DefineDosDeviceW", Kernel32.DefineDosDeviceW(Kernel32.DDD_RAW_TARGET_PATH, Letter, target));
        try
        {
            Create(a, Letter + @"\new");
        }
        finally
        {
            _ = Kernel32.DefineDosDeviceW(
                Kernel32.DDD_RAW_TARGET_PATH | Kernel32.DDD_REMOVE_DEFINITION, Letter, target);
        }
    }

    private static void JunctionToWorkspace(Attempt a)
    {
        Junction(a.Workspace + @"\alias", a.Workspace);
        Fill(a, a.Workspace + @"\alias\.git\config");
    }

    private static void LeaveJunction(Attempt a)
    {
        var folder = a.Workspace + @"\output";
        a.Gate("CreateDirectoryW", Kernel32.MakeFolder(folder));
        a.Try("FSCTL_SET_REPARSE_POINT", ToJunction(
            a.GateFile("CreateFileW", Kernel32.Open(folder, Kernel32.GENERIC_WRITE, flags: NoFollow)), a.Outside));
    }
}
