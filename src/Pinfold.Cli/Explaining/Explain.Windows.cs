using Pinfold.Cli.Installing;
using Pinfold.Cli.Policies;
using Pinfold.Core.Decisions;
using Pinfold.Core.Paths;
using Pinfold.Core.Planning.Windows;
using Pinfold.Core.WindowsModel;
using Pinfold.Core.WindowsModel.Access;
using Pinfold.Core.WindowsModel.Rights;
using Pinfold.Windows.FileAccess;

namespace Pinfold.Cli.Explaining;

internal static partial class Explain
{
    /// <summary>
    /// The access check of a command's token against what is on the disk now, as the model makes it; null for what is
    /// no file.
    /// </summary>
    private static string[]? Check(Core.Decisions.Request request, Core.Policy.PolicyFlags flags, Func<Fence> fence)
    {
        var (path, rights) = request switch
        {
            Core.Decisions.Request.Read read => (read.Path, FileRights.GenericRead),
            Core.Decisions.Request.Write write => (write.Path, FileRights.GenericWrite),
            _ => (CanonicalPath.Root, FileRights.GenericRead),
        };
        if (!WindowsPath.IsOnDrive(path)) return null;
        var made = fence();
        if (TokenOf(made) is not { } token) return null;
        try
        {
            using var item = Nearest(ref path);
            if (item is null) return [$"access check: {WindowsPath.ToWin32(path)} is not there"];
            var there = item.Read();
            string[] check = [.. Account(made), .. ModelCheck.Explain(token, path, item.IsFolder, there, (uint)rights)];
            return there.MandatoryLabel?.Sid == FenceLevel.Sid
                ? [.. check, $"level {FenceLevel.Rid}: a program in it runs at this level when you start it, too"]
                : check;
        }
        catch (IOException e)
        {
            return [$"access check: the descriptor of {WindowsPath.ToWin32(path)} cannot be read: {e.Message}"];
        }
    }

    /// <summary>Before setup too: then with the accounts that it makes.</summary>
    private static Fence Make(Core.Policy.PolicyFlags flags, CanonicalPath workspace, UserFolders folders)
    {
        try
        {
            return Fence.For(flags, workspace, folders, folders.State);
        }
        catch (IOException e) when (flags.Mode == Core.Policy.FenceMode.Elevated)
        {
            return Fence.Described(flags, workspace, folders, e.Message);
        }
    }

    /// <summary>
    /// A command's token in the model: a restricted copy of the user's, or of what the account's logon gives; null
    /// where there is no fence.
    /// </summary>
    private static Token? TokenOf(Fence made) => made.Plan.Steps.Select(s => s switch
    {
        WindowsStep.CreateToken own => own.Apply(made.Host.Token),
        WindowsStep.LogOn account => account.Apply(WellKnownSids.LogonSession(0, 0)), // the logon is yet to come
        _ => null,
    }).FirstOrDefault(t => t is not null);

    private static IEnumerable<string> Account(Fence made)
    {
        if (made.NotSetUp is { } why)
            yield return $"elevated mode is not set up here ({why}); with accounts as setup makes them:";
        if (made.Plan.Steps.OfType<WindowsStep.LogOn>().FirstOrDefault() is { } step)
            yield return $"a command runs as {step.Account.Name}, not as you";
    }

    /// <summary>The filters of elevated mode are made of the machine's policy, as it was when setup ran.</summary>
    private static AccountReach? Reach(Core.Policy.PolicyFlags flags) =>
        flags.Mode == Core.Policy.FenceMode.Elevated
            ? new(MachineNetwork.Ports(), Egress.OwnAddress.Is) { IsWindows = true }
            : null;

    /// <summary>What is there, or the folder in which it would be made.</summary>
    private static NativeItem? Nearest(ref CanonicalPath path)
    {
        for (; path.Value.Length >= 3; path = path.Parent)
        {
            if (NativeSecurityStore.OpenItem(WindowsPath.ToExtended(path), ItemAccess.Read) is { } item) return item;
            if (path.Value.Length == 3) return null;
        }

        return null;
    }
}
