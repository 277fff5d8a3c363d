using System.Text;
using Pinfold.Core.Attacks;

namespace Pinfold.Linux.Attacks;

/// <summary>
/// The attacker's side: what the host told it, and what it found out. Runs in a process of its own, inside the fence or
/// (the control) outside.
/// </summary>
internal sealed class Attempt(IReadOnlyDictionary<string, string> facts)
{
    private readonly List<(string Call, int Error)> _tries = [];
    private readonly StringBuilder _data = new();
    private string? _failure;

    /// <summary>A fact of the scene: a path, port or process id.</summary>
    internal string this[string name] => facts[name];

    internal string Outside => facts["outside"];

    internal string Workspace => facts["workspace"];

    internal string Home => facts["home"];

    internal int Number(string name) => int.Parse(facts[name], System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>
    /// Records a call that a fence must refuse; <paramref name="result"/> is the result or -errno, and comes back.
    /// </summary>
    internal nint Try(string call, nint result)
    {
        _tries.Add((call, result < 0 ? (int)-result : 0));
        return result;
    }

    /// <summary>
    /// Records a call whose arguments are wrong on purpose: each of <paramref name="errors"/> shows that the kernel let
    /// it pass the gate.
    /// </summary>
    internal void Reach(string call, nint result, params ReadOnlySpan<int> errors) =>
        Try(call, errors.Contains((int)-result) ? 0 : result);

    /// <summary>
    /// Like <see cref="Try"/> for a call that the rest depends on: when it is refused, that is the refusal.
    /// </summary>
    internal nint Gate(string call, nint result)
    {
        if (result >= 0) return result;
        Try(call, result);
        throw new RefusedException(call);
    }

    /// <summary>The address of a socket file. A path that is too long for one is entered first.</summary>
    internal Address Socket(string path)
    {
        if (Encoding.UTF8.GetByteCount(path) <= Address.MaxPath) return Address.Path(path);
        Gate("chdir", SystemCall.Call(Sys.Chdir, SystemCall.Text(Path.GetDirectoryName(path)!)));
        return Address.Path(Path.GetFileName(path));
    }

    /// <summary>A call of the attack's own preparation: when it fails the attempt proves nothing.</summary>
    internal nint Need(string call, nint result)
    {
        if (result < 0)
            throw new InvalidOperationException($"{call} failed with {Native.LinuxException.Symbol((int)-result)}, "
                + "which the attack needs");
        return result;
    }

    /// <summary>What the attacker got hold of.</summary>
    internal void Got(string? data) => _data.Append(data);

    internal void Fail(string why) => _failure = why;

    internal byte[] ToJson() => new AttemptReport([.. _tries], _data.ToString(), _failure).ToJson();
}
