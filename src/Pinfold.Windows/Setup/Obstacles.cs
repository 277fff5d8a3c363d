using Pinfold.Windows.Native;

namespace Pinfold.Windows.Setup;

/// <summary>What of this host an administrator has to allow before setup can do its work.</summary>
internal static class Obstacles
{
    internal static IEnumerable<Obstacle> Find()
    {
        if (Directory.Exists(SetupPaths.State) && SecuredFolder.Fault(SetupPaths.State) is { } fault) yield return new(fault, $"remove {SetupPaths.State}");
        if (NoPlatform() is { } reason) yield return new($"the Windows Filtering Platform does not answer: {reason}", "start the service BFE (Base Filtering Engine); setup does nothing without it");
    }

    private static string? NoPlatform()
    {
        try
        {
            Fwpuclnt.Open().Dispose();
            return null;
        }
        catch (NativeException e)
        {
            return e.Message;
        }
    }
}
