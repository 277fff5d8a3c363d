using System.Globalization;
using Pinfold.Linux.Native;
using Pinfold.Linux.Setup;

namespace Pinfold.Linux.Accounts;

/// <summary>The processes of an account.</summary>
internal static class AccountProcesses
{
    private const int Rounds = 50, PatienceMilliseconds = 10_000;

    /// <summary>Kills them all, by descriptors, and waits for their end: afterwards there is none.</summary>
    /// <exception cref="SetupException">Some cannot be ended.</exception>
    internal static void End(uint uid)
    {
        for (var round = 0; round < Rounds; round++)
        {
            var left = Of(uid).ToArray();
            if (left.Length == 0) return;
            foreach (var pid in left) End(pid, uid);
        }

        throw new SetupException(
            $"processes of uid {uid} cannot be ended: {string.Join(' ', Of(uid))}; end them, then run this again");
    }

    /// <summary>Those that have the uid in any of their four uids, zombies left out.</summary>
    internal static IEnumerable<int> Of(uint uid) =>
        Directory.EnumerateDirectories("/proc").Select(Path.GetFileName)
            .Where(n => int.TryParse(n, NumberStyles.None, CultureInfo.InvariantCulture, out _))
            .Select(n => int.Parse(n!, CultureInfo.InvariantCulture)).Where(pid => Has(pid, uid));

    /// <summary>Sends a signal to a process and waits for its end; false when it outlives the patience.</summary>
    internal static bool End(Descriptor process, int signal) =>
        !ProcessDescriptor.Signal(process, signal) || ProcessDescriptor.Wait(process, PatienceMilliseconds);

    private static void End(int pid, uint uid)
    {
        using var process = ProcessDescriptor.Open(pid);
        // asked again: the number may be another's by now
        if (process is not null && Has(pid, uid)) End(process, Libc.SIGKILL);
    }

    private static bool Has(int pid, uint uid)
    {
        try
        {
            string? state = null, uids = null;
            foreach (var line in File.ReadLines($"/proc/{pid}/status"))
            {
                if (line.StartsWith("State:", StringComparison.Ordinal)) state = line;
                if (!line.StartsWith("Uid:", StringComparison.Ordinal)) continue;
                uids = line;
                break;
            }

            return state?.Contains('Z', StringComparison.Ordinal) == false && uids is not null
                && uids.Split('\t').Skip(1)
                    .Contains(uid.ToString(CultureInfo.InvariantCulture), StringComparer.Ordinal);
        }
        catch (IOException)
        {
            return false; // ended meanwhile
        }
    }
}
