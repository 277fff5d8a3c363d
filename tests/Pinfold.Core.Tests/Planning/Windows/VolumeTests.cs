using Pinfold.Core.WindowsModel;
using Pinfold.Core.WindowsModel.Machine;
using Pinfold.Core.WindowsModel.Rights;
using Xunit;

namespace Pinfold.Core.Tests.Planning.Windows;

/// <summary>More volumes than the system's.</summary>
public sealed class VolumeTests
{
    [Fact]
    public void A_root_on_a_second_volume_can_be_written_and_its_hand_off_names_cannot()
    {
        var fenced = Fenced.ByPlan();
        Assert.Equal(NtStatus.Success, fenced.Machine.Open(fenced.Target, @"D:\work\a.c",
            AccessMask.GenericRead | AccessMask.GenericWrite | AccessMask.Delete, out var handle));
        handle!.Dispose();
        Assert.All(Spellings.Of(fenced.Machine, @"D:\work\.vscode\tasks.json"), path =>
        {
            Assert.NotEqual(NtStatus.Success, fenced.Machine.Open(fenced.Target, path, FileRights.WriteData, out _));
            Assert.NotEqual(NtStatus.Success, fenced.Machine.Open(fenced.Target, path, AccessMask.Delete, out _));
        });
        Assert.All(Spellings.Of(fenced.Machine, @"D:\work\.envrc"), path =>
            Assert.NotEqual(NtStatus.Success, fenced.Machine.Create(fenced.Target, path, SecurableType.File, out _)));
        var free = Fenced.ByNothing();
        Assert.All(Spellings.Of(free.Machine, @"D:\work\.vscode\tasks.json"),
            path => Assert.Equal(NtStatus.Success, free.Machine.Open(free.Target, path, FileRights.WriteData, out _)));
    }

    /// <summary>For the user too: so what the claims try between volumes they try within one.</summary>
    [Fact]
    public void No_name_goes_from_one_volume_to_another()
    {
        var machine = Fenced.ByNothing().Machine;
        Assert.Equal(NtStatus.Success, machine.Open(FreshWindows11.User, @"C:\Users\me\.gitconfig",
            FileRights.WriteAttributes | AccessMask.Delete, out var handle));
        foreach (var place in (string[])[@"D:\work\linked", @"E:\linked"])
        {
            Assert.Equal(NtStatus.NotSameDevice, machine.Link(FreshWindows11.User, handle!, place));
            Assert.Equal(NtStatus.NotSameDevice, machine.Rename(FreshWindows11.User, handle!, place));
        }
    }

    [Fact]
    public void FAT_keeps_no_descriptor_and_everybody_may_write_there()
    {
        var fenced = Fenced.ByPlan();
        Assert.Equal(NtStatus.Success, fenced.Machine.Create(fenced.Target, @"E:\made", SecurableType.File,
            out var made, SecurityDescriptor.Parse("D:P")));
        using (made) Assert.Equal(NtStatus.InvalidDeviceRequest, NtMachine.SetDacl(made!, null));
        Assert.Equal(NtStatus.Success,
            fenced.Machine.Open(FreshWindows11.LowUser, @"E:\made", AccessMask.GenericWrite, out _));
    }
}
