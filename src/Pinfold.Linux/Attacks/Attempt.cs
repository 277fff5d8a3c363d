using System.Text;
using System.Text.Json;

namespace Pinfold.Linux.Attacks;

/// <summary>The attacker's side: what the host told it, and what it found out. Runs in a process of its own, inside the fence or (the control) outside.</summary>
internal sealed class Attempt(IReadOnlyDictionary<string, string> facts)
{
    private readonly List<(string Call, nint Result)> _tries = [];
    private readonly StringBuilder _data = new();
    private string? _failure;

    /// <summary>A fact of the scene: a path, port or process id.</summary>
    internal string this[string name] => facts[name];

    internal string Outside => facts["outside"];

    internal string Workspace => facts["workspace"];

    internal string Home => facts["home"];

    internal int Number(string name) => int.Parse(facts[name], System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>Records a call that a fence must refuse; <paramref name="result"/> is the result or -errno, and comes back.</summary>
    internal nint Try(string call, nint result)
    {
        _tries.Add((call, result));
        return result;
    }

    /// <summary>Records a call whose arguments are wrong on purpose: each of <paramref name="errors"/> shows that the kernel let it pass the gate.</summary>
    internal void Reach(string call, nint result, params ReadOnlySpan<int> errors) => Try(call, errors.Contains((int)-result) ? 0 : result);

    /// <summary>A call of the attack's own preparation: when it fails the attempt proves nothing.</summary>
    internal nint Need(string call, nint result)
    {
        if (result < 0) throw new InvalidOperationException($"{call} failed with {Native.LinuxException.Symbol((int)-result)}, which the attack needs");
        return result;
    }

    /// <summary>What the attacker got hold of.</summary>
    internal void Got(string? data) => _data.Append(data);

    internal void Fail(string why) => _failure = why;

    /// <summary>One line of JSON.</summary>
    internal byte[] ToJson()
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            json.WriteStartArray("tries");
            foreach (var (call, result) in _tries)
            {
                json.WriteStartArray();
                json.WriteStringValue(call);
                json.WriteNumberValue(result);
                json.WriteEndArray();
            }

            json.WriteEndArray();
            json.WriteString("data", _data.ToString());
            if (_failure is not null) json.WriteString("failure", _failure);
            json.WriteEndObject();
        }

        stream.WriteByte((byte)'\n');
        return stream.ToArray();
    }
}
