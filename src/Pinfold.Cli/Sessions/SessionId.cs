using System.Globalization;

namespace Pinfold.Cli.Sessions;

/// <summary>Names of sessions: the UTC time first, so that names sort by age, then 64 random bits.</summary>
internal static partial class SessionId
{
    private static readonly System.Buffers.SearchValues<char> Digits =
        System.Buffers.SearchValues.Create("0123456789abcdef");
    private const string TimeFormat = "yyyyMMdd'T'HHmmssfff";

    internal static string Next(TimeProvider clock) =>
        $"{clock.GetUtcNow().ToString(TimeFormat, CultureInfo.InvariantCulture)}-{Random():x16}";

    /// <summary>
    /// True when <paramref name="id"/> is a session's name, and so one path component without a trick in it.
    /// </summary>
    internal static bool IsOne(string id) => TryRead(id, out _);

    /// <summary>
    /// When the session began; false when <paramref name="id"/> is no session's name, and so no path either.
    /// </summary>
    internal static bool TryRead(string id, out DateTimeOffset start)
    {
        start = default;
        return id.Length == 35 && id[18] == '-' && !id.AsSpan(19).ContainsAnyExcept(Digits)
            && DateTimeOffset.TryParseExact(id.AsSpan(0, 18), TimeFormat, CultureInfo.InvariantCulture,
                DateTimeStyles.AssumeUniversal, out start);
    }
}
