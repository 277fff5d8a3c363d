using Pinfold.Windows.Native;
using static Pinfold.Windows.Attacks.FileCalls;

namespace Pinfold.Windows.Attacks;

/// <summary>Leading a path of the attacker's to something that is not.</summary>
internal static class Links
{
    internal static IEnumerable<AttackCode> Codes =>
    [
        new("link-hard-outside", a => HardLink(a, a.Outside + @"\file"), OutsideWrites.Changed),
        new("link-junction-outside", a => ThroughJunction(a, a.Outside), There(@"outside\new")),
        new("link-symbolic-outside", SymbolicLink, OutsideWrites.Changed),
        new("link-junction-chain", Chain, There(@"outside\new")),
        new("link-dos-device", DosDevice, There(@"outside\new")) { Contained = true },
        new("link-hard-git-config", a => HardLink(a, a.Workspace + @"\.git\config"), Marked(@"home\ws\.git\config")) { Prepare = s => GitFiles.Repository(s), Denials = AttackCode.Held },
        new("link-junction-workspace", JunctionToWorkspace, Marked(@"home\ws\.git\config")) { Prepare = s => GitFiles.Repository(s), Denials = AttackCode.Held },
        new("link-junction-left-behind", LeaveJunction, s => IsJunction(s, @"home\ws\output")),
    ];

    private static void HardLink(Attempt a, string target)
    {
        if (a.Try("CreateHardLinkW", Kernel32.CreateHardLinkW(a.Workspace + @"\link", target, 0))) Fill(a, a.Workspace + @"\link");
    }

    private static void ThroughJunction(Attempt a, string target)
    {
        Junction(a.Workspace + @"\junction", target);
        Create(a, a.Workspace + @"\junction\new");
    }

    /// <summary>Making one is no attack: without developer mode it needs a privilege, and then the control fails.</summary>
    private static void SymbolicLink(Attempt a)
    {
        Attempt.Need("CreateSymbolicLinkW", Kernel32.CreateSymbolicLinkW(a.Workspace + @"\link", a.Outside + @"\file", Kernel32.SYMBOLIC_LINK_FLAG_ALLOW_UNPRIVILEGED_CREATE));
        Fill(a, a.Workspace + @"\link");
    }

    private static void Chain(Attempt a)
    {
        Junction(a.Workspace + @"\first", a.Outside);
        Junction(a.Workspace + @"\second", a.Workspace + @"\first");
        Create(a, a.Workspace + @"\second\new");
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
            _ = Kernel32.DefineDosDeviceW(Kernel32.DDD_RAW_TARGET_PATH | Kernel32.DDD_REMOVE_DEFINITION, Letter, target);
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
        a.Try("FSCTL_SET_REPARSE_POINT", ToJunction(a.GateFile("CreateFileW", Kernel32.Open(folder, Kernel32.GENERIC_WRITE, flags: NoFollow)), a.Outside));
    }
}
