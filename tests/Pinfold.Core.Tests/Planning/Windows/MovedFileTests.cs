using Pinfold.Core.WindowsModel;
using Pinfold.Core.WindowsModel.Machine;
using Pinfold.Core.WindowsModel.Rights;
using Xunit;

namespace Pinfold.Core.Tests.Planning.Windows;

/// <summary>
/// A rename keeps the descriptor: what the user moves into a folder that is kept comes as open as it was.
/// </summary>
public sealed class MovedFileTests
{
    [Theory]
    [InlineData(Scene.Workspace + @"\src\main.c", Scene.Workspace + @"\.git\hooks\pre-commit", FileRights.WriteData)]
    [InlineData(Scene.Workspace + @"\src\main.c", Scene.Workspace + @"\.vscode\launch.json", FileRights.WriteData)]
    [InlineData(Scene.Workspace + @"\src\main.c", @"C:\Users\me\.ssh\key.pem", FileRights.ReadData)]
    public void What_the_user_moves_into_a_kept_folder_is_closed_from_the_next_start_on(string from,
        string to, uint right)
    {
        var scene = new Scene();
        var first = scene.Run();
        first.Die();
        Assert.Equal(NtStatus.Success, scene.Machine.Open(FreshWindows11.User, from, AccessMask.Delete, out var file));
        using (file) Assert.Equal(NtStatus.Success, scene.Machine.Rename(FreshWindows11.User, file!, to));
        // the control: it came open
        Assert.Equal(NtStatus.Success, scene.Machine.Open(first.Target, to, right, out var open));
        open!.Dispose();

        using var second = scene.Run(session: "s2");
        Assert.Equal(NtStatus.AccessDenied, scene.Machine.Open(second.Target, to, right, out _));
        Assert.Equal(NtStatus.Success, scene.Machine.Open(FreshWindows11.User, to, right, out var own));
        own!.Dispose();
    }
}
