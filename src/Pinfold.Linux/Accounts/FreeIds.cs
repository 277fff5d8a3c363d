using Pinfold.Linux.Native;
using Pinfold.Linux.Setup;

namespace Pinfold.Linux.Accounts;

/// <summary>
/// Numbers for new accounts: of the range for system accounts, which no sign-in screen shows (login.defs(5)).
/// </summary>
internal static unsafe class FreeIds
{
    private const string Settings = "/etc/login.defs";
    private const uint Least = 100, Most = 999;

    /// <summary>
    /// The highest number that is free as uid and as gid, here and in any directory service, and not in
    /// <paramref name="taken"/>.
    /// </summary>
    /// <exception cref="SetupException">There is none.</exception>
    internal static uint Next(IReadOnlyCollection<uint> taken)
    {
        var (least, most) = (Setting("SYS_UID_MIN", Least), Setting("SYS_UID_MAX", Most));
        for (var id = most; id >= Math.Max(1, least); id--)
            if (!taken.Contains(id) && Libc.GetPwUid(id) is null && Libc.GetGrGid(id) is null) return id;
        throw new SetupException($"no number between {least} and {most} is free as uid and gid; widen SYS_UID_MIN and SYS_UID_MAX in {Settings}");
    }

    private static uint Setting(string name, uint usual)
    {
        if (!File.Exists(Settings)) return usual;
        foreach (var line in File.ReadLines(Settings))
        {
            var words = line.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
            if (words.Length >= 2 && words[0] == name && AccountLine.Id(words[1]) is { } value) return value;
        }

        return usual;
    }
}
