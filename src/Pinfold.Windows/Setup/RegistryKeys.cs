using Microsoft.Win32;

namespace Pinfold.Windows.Setup;

/// <summary>Keys of HKEY_LOCAL_MACHINE that setup makes where they are missing.</summary>
internal static class RegistryKeys
{
    private const string Machine = @"HKEY_LOCAL_MACHINE\";

    internal static bool IsThere(string path)
    {
        using var key = Registry.LocalMachine.OpenSubKey(Below(path));
        return key is not null;
    }

    internal static void Make(string path) => Registry.LocalMachine.CreateSubKey(Below(path)).Dispose();

    /// <summary>False when something is in it, and it stays.</summary>
    internal static bool Remove(string path)
    {
        using (var key = Registry.LocalMachine.OpenSubKey(Below(path)))
        {
            if (key is null) return true;
            if (key.SubKeyCount + key.ValueCount > 0) return false;
        }

        Registry.LocalMachine.DeleteSubKey(Below(path), throwOnMissingSubKey: false);
        return true;
    }

    private static string Below(string path) => path.StartsWith(Machine, StringComparison.Ordinal)
        ? path[Machine.Length..]
        : throw new SetupException($"{path} is not of {Machine[..^1]}");
}
