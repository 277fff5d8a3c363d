using System.Globalization;
using System.Text;
using System.Text.Json;
using Pinfold.Cli.Running;
using Pinfold.Core.Attacks;
using Pinfold.Core.Paths;
using Pinfold.Core.Policy;

namespace Pinfold.Cli.Verifying;

/// <summary>An attack report for people and for programs. See docs/verify.md.</summary>
internal static class AttackReportText
{
    private static readonly AttackOutcome[] Usual =
        [AttackOutcome.Denied, AttackOutcome.Escaped, AttackOutcome.Failed, AttackOutcome.Skipped];

    internal static string Line(AttackResult result, bool colour)
    {
        var code = result.Outcome switch { AttackOutcome.Denied => "32",
            AttackOutcome.Skipped or AttackOutcome.Open or AttackOutcome.NotRun => "33", _ => "31;1" };
        var outcome = Word(result.Outcome).PadRight(8);
        if (colour) outcome = $"\u001b[{code}m{outcome}\u001b[0m";
        return string.Create(CultureInfo.InvariantCulture,
            $"{outcome} {result.Attack.Name,-42} {result.Milliseconds,5:f0} ms  {OsText.Display(result.Detail)}\n");
    }

    internal static string Table(AttackReport report)
    {
        var outcomes = OutcomesOf(report);
        var text = new StringBuilder($"\n{"",-28}{string.Concat(outcomes.Select(o => $"{Word(o),9}"))}\n");
        foreach (var family in report.Families)
            text.Append(
                $"{family.Key,-28}{string.Concat(outcomes.Select(o => $"{family.Count(r => r.Outcome == o),9}"))}\n");
        text.Append($"{"total",-28}{string.Concat(outcomes.Select(o => $"{report.Count(o),9}"))}\n\n");
        foreach (var (reason, count) in report.NotRun) text.Append($"not run {count,3}: {OsText.Display(reason)}\n");
        text.Append($"kernel  {report.Kernel}\nmode    {report.Mode}\npolicy  {report.PolicyHash}\n");
        foreach (var (name, hash) in report.Binaries) text.Append($"program {name} {hash}\n");
        return text.Append(Conclusion(report)).Append('\n').ToString();
    }

    internal static string Json(AttackReport report)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, new() { Indented = true }))
        {
            json.WriteStartObject();
            json.WriteBoolean("holds", report.Holds);
            json.WriteString("kernel", report.Kernel);
            json.WriteString("mode", report.Mode);
            json.WriteString("policy", report.PolicyHash);
            if (report.NotConfined is { } reason) json.WriteString("not_confined", reason);
            json.WriteStartObject("programs");
            foreach (var (name, hash) in report.Binaries) json.WriteString(name, hash);
            json.WriteEndObject();
            json.WriteStartObject("totals");
            foreach (var outcome in OutcomesOf(report)) json.WriteNumber(Facts.Name(outcome), report.Count(outcome));
            json.WriteEndObject();
            json.WriteStartObject("not_run");
            foreach (var (why, count) in report.NotRun) json.WriteNumber(OsText.Display(why), count);
            json.WriteEndObject();
            json.WriteStartArray("attacks");
            foreach (var result in report.Results) Write(json, result);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.ToArray()) + "\n";
    }

    /// <summary>What there is to run, for <c>--list</c>.</summary>
    internal static string Json(IEnumerable<Attack> attacks)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, new() { Indented = true }))
        {
            json.WriteStartObject();
            json.WriteStartArray("attacks");
            foreach (var attack in attacks)
            {
                json.WriteStartObject();
                Write(json, attack);
                json.WriteString("gain", attack.Gain);
                if (attack.Gap is { } gap) json.WriteString("gap", gap);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.ToArray()) + "\n";
    }

    private static void Write(Utf8JsonWriter json, Attack attack)
    {
        json.WriteString("name", attack.Name);
        json.WriteString("family", attack.Family);
        json.WriteString("control", PolicyWords.Of(attack.Control));
    }

    private static void Write(Utf8JsonWriter json, AttackResult result)
    {
        json.WriteStartObject();
        Write(json, result.Attack);
        json.WriteString("outcome", Facts.Name(result.Outcome));
        json.WriteString("errno", result.Errno);
        if (result.Attack.Gap is { } gap) json.WriteString("gap", gap);
        json.WriteString("detail", OsText.Display(result.Detail));
        json.WriteNumber("ms", Math.Round(result.Milliseconds, 2));
        json.WriteEndObject();
    }

    /// <summary>The usual ones, and others where they occur.</summary>
    private static IEnumerable<AttackOutcome> OutcomesOf(AttackReport report) =>
        Usual.Concat(Enum.GetValues<AttackOutcome>().Except(Usual).Where(o => report.Count(o) > 0));

    private static string Word(AttackOutcome outcome) =>
        outcome == AttackOutcome.NotRun ? "Not run" : outcome.ToString();

    private static string Conclusion(AttackReport report)
    {
        if (report.NotConfined is { } reason) return $"not confined: nothing is proven ({reason})";
        var through = report.Count(AttackOutcome.Escaped);
        var unproven = report.Count(AttackOutcome.Failed);
        var open = report.Count(AttackOutcome.Open) is > 0 and var count
            ? $", {count} got through where the report names a gap"
            : "";
        if (report.Holds)
            return $"the fence holds: {report.Count(AttackOutcome.Denied)} attacks denied, "
                + $"{report.Count(AttackOutcome.Skipped)} not run here{open}";
        if (report.Count(AttackOutcome.Denied) + through + unproven == 0)
            return $"nothing is proven: no attack could be run here{open}";
        return $"the fence does NOT hold: {through} attacks got through, {unproven} prove nothing{open}";
    }
}
