using Pinfold.Linux.Native;

namespace Pinfold.Linux.Attacks;

/// <summary>The hidden verb: <c>pinfold attack NAME key=value…</c>. Prints one line of JSON.</summary>
public static class AttackProgram
{
    /// <summary>Makes the attempt; 0, or 2 when there is no such attack.</summary>
    public static unsafe int Run(IReadOnlyList<string> arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        if (arguments.Count == 0) return 2;
        var facts = arguments.Skip(1).Select(a => a.Split('=', 2)).Where(p => p.Length == 2)
            .ToDictionary(p => p[0], p => p[1], StringComparer.Ordinal);
        if (arguments[0] == Victim.Verb) return Victim.Live();
        if (!AttackCodes.ByName.TryGetValue(arguments[0], out var code)) return 2;
        var attempt = new Attempt(facts);
        try
        {
            code.Run(attempt);
        }
        catch (RefusedException)
        {
            // recorded
        }
        catch (Exception e)
        {
            attempt.Fail($"{e.GetType().Name}: {e.Message}");
        }

        var report = attempt.ToJson();
        fixed (byte* json = report) return Libc.Write(1, json, report.Length) == report.Length ? 0 : 2;
    }
}
