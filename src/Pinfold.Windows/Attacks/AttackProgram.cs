using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Pinfold.Windows.Native;

namespace Pinfold.Windows.Attacks;

/// <summary>
/// The hidden verb: <c>pinfold attack NAME key=value…</c> prints one line of JSON; the parts that attacks need have
/// their own words.
/// </summary>
public static class AttackProgram
{
    private const int Unknown = 99;

    /// <summary>
    /// Makes the attempt; 0, or 99 when there is no such attack. Parts end with an error of Windows, or 0.
    /// </summary>
    public static int Run(IReadOnlyList<string> arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        if (arguments.Count == 0) return Unknown;
        var rest = arguments.Skip(1).ToImmutableArray();
        switch (arguments[0])
        {
            case "touch": return Touch(rest[0]);
            case "linger": return Bystander.Linger(rest[0]);
            case "late": return Survivors.WriteLate(rest[0], rest[1]);
            case "connect": return AccountFilters.ConnectTo(rest[0]);
            case "allocate": return ResourceLimits.Allocate();
            case Bystander.Verb: return Bystander.Live(rest[0], rest[1]);
            default: break;
        }

        if (!AttackCodes.ByName.TryGetValue(arguments[0], out var code)) return Unknown;
        var facts = rest.Select(a => a.Split('=', 2)).Where(p => p.Length == 2)
            .ToDictionary(p => p[0], p => p[1], StringComparer.Ordinal);
        var attempt = new Attempt(facts);
        try
        {
            code.Run(attempt);
        }
        catch (RefusedException)
        {
            // recorded
        }
#pragma warning disable CA1031 // whatever it is, the host shall hear of it
        catch (Exception e)
        {
            attempt.Fail($"{e.GetType().Name}: {e.Message}");
        }
#pragma warning restore CA1031

        using var output = Console.OpenStandardOutput();
        output.Write(attempt.ToJson());
        output.Flush();
        return 0;
    }

    /// <summary>What a process that got out does: it leaves a mark.</summary>
    private static int Touch(string path)
    {
        var file = Kernel32.Open(path, Kernel32.GENERIC_WRITE, Kernel32.CREATE_NEW);
        return file == -1 ? Marshal.GetLastPInvokeError() : 0;
    }
}
