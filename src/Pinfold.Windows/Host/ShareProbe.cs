using System.Collections.Immutable;
using System.Security;
using Microsoft.Win32;
using Pinfold.Core.Paths;
using Pinfold.Core.Planning.Windows;
using Pinfold.Core.WindowsModel;
using Pinfold.Core.WindowsModel.Access;

namespace Pinfold.Windows.Host;

/// <summary>
/// What this computer's server gives to its users. Its shares are values of a key, one for each, whose lines have the
/// form NAME=VALUE; those that end with the system, and the system's own, are not among them. Who may come in is a
/// descriptor of the same name in the key below (of its binary form tools tell that read it, as RegBinaryToSD;
/// NetShareGetInfo tells it to administrators alone): one that cannot be read is not known.
/// </summary>
internal static class ShareProbe
{
    internal const string Server = @"SYSTEM\CurrentControlSet\Services\LanmanServer\Shares";
    private const string Policies = @"SOFTWARE\Microsoft\Windows\CurrentVersion\Policies\System";

    /// <returns>The shares, and why they may not be all.</returns>
    internal static (ImmutableArray<WindowsShare> Shares, ImmutableArray<string> Gaps) All(Token user,
        ImmutableArray<WindowsVolume> volumes)
    {
        var system = WindowsShare.Administrative(user, FiltersLocalAccounts(), volumes);
        var (shares, gaps) = Of(Registry.LocalMachine, Server);
        return ([.. system, .. shares], gaps);
    }

    /// <summary>The shares that a key of that form names.</summary>
    internal static (ImmutableArray<WindowsShare> Shares, ImmutableArray<string> Gaps) Of(
        RegistryKey hive, string place)
    {
        var (shares, gaps) = (ImmutableArray.CreateBuilder<WindowsShare>(), ImmutableArray.CreateBuilder<string>());
        try
        {
            using var key = hive.OpenSubKey(place);
            if (key is null) gaps.Add("shares of this computer cannot be listed: their key is missing");
            else
                foreach (var name in key.GetValueNames())
                    Add(name, key.GetValue(name) as string[] ?? [], DescriptorOf(key, name));
        }
        catch (Exception e) when (e is IOException or SecurityException or UnauthorizedAccessException)
        {
            gaps.Add($"shares of this computer cannot be listed ({e.Message})");
        }

        return (shares.DrainToImmutable(), gaps.DrainToImmutable());

        void Add(string name, string[] lines, SecurityDescriptor? descriptor)
        {
            const string Folder = "0"; // STYPE_DISKTREE (lmshare.h); printers have another
            if ((Line(lines, "Type") ?? Folder) != Folder) return;
            if (WindowsPath.TryParse(Line(lines, "Path") ?? "", out var path, out _))
                shares.Add(new(name, path) { Descriptor = descriptor });
            else gaps.Add($@"\\localhost\{name} leads to what cannot be told");
        }
    }

    private static SecurityDescriptor? DescriptorOf(RegistryKey server, string name)
    {
        try
        {
            using var key = server.OpenSubKey("Security");
            return key?.GetValue(name) is byte[] bytes ? SecurityDescriptor.Read(bytes) : null;
        }
        catch (Exception e)
            when (e is IOException or SecurityException or UnauthorizedAccessException or SecurityFormatException)
        {
            return null;
        }
    }

    private static string? Line(string[] lines, string name) =>
        lines.FirstOrDefault(l => l.StartsWith(name + "=", StringComparison.OrdinalIgnoreCase))?[(name.Length + 1)..];

    /// <summary>
    /// False where UAC is off, or told to leave accounts of this computer whole when they come by the network
    /// (Microsoft KB 951016).
    /// </summary>
    private static bool FiltersLocalAccounts()
    {
        try
        {
            using var key = Registry.LocalMachine.OpenSubKey(Policies);
            return key?.GetValue("LocalAccountTokenFilterPolicy") is not 1 && key?.GetValue("EnableLUA") is not 0;
        }
        catch (Exception e) when (e is IOException or SecurityException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
