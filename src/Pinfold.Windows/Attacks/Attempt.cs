using System.Runtime.InteropServices;
using System.Text;
using Pinfold.Core.Attacks;
using Pinfold.Windows.Native;

namespace Pinfold.Windows.Attacks;

/// <summary>
/// The attacker's side: what the host told it, and what it found out. Runs in a process of its own, inside the fence or
/// (the control) outside.
/// </summary>
internal sealed class Attempt(IReadOnlyDictionary<string, string> facts)
{
    private readonly List<(string Call, int Error)> _tries = [];
    private readonly StringBuilder _data = new();
    private string? _failure;

    /// <summary>A fact of the scene: a path, a name or a process id.</summary>
    internal string this[string name] => facts[name];

    internal string Outside => facts["outside"];

    internal string Workspace => facts["workspace"];

    internal string Home => facts["home"];

    internal uint Number(string name) => uint.Parse(facts[name], System.Globalization.CultureInfo.InvariantCulture);

    internal nint Address(string name) => nint.Parse(facts[name], System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>This program, to start another verb of it: <c>touch PATH</c>.</summary>
    internal string Self(string verb, string argument) => $"{facts["self"]} {verb} \"{argument}\"";

    /// <summary>Records a call that a fence must refuse, by its last error; true when it was allowed.</summary>
    internal bool Try(string call, nint ok)
    {
        _tries.Add((call, ok != 0 ? 0 : Last()));
        return ok != 0;
    }

    /// <summary>The same for a file's handle, of which none is -1.</summary>
    internal bool TryFile(string call, nint file) => Try(call, file == -1 ? 0 : 1);

    /// <summary>The same for a call that returns the error itself.</summary>
    internal bool TryCode(string call, int error)
    {
        _tries.Add((call, error));
        return error == 0;
    }

    /// <summary>
    /// Like <see cref="Try"/> for a call that may succeed inside, but that the rest depends on: when it is refused,
    /// that is the refusal.
    /// </summary>
    internal nint Gate(string call, nint ok)
    {
        if (ok != 0) return ok;
        Try(call, 0);
        throw new RefusedException(call);
    }

    /// <summary>The same for a file's handle.</summary>
    internal nint GateFile(string call, nint file)
    {
        Gate(call, file == -1 ? 0 : 1);
        return file;
    }

    /// <summary>A call of the attack's own preparation: when it fails, the attempt proves nothing.</summary>
    internal static nint Need(string call, nint ok)
    {
        if (ok == 0)
            throw new InvalidOperationException(
                $"{call} failed with {NativeException.Symbol(Last())}, which the attack needs");
        return ok;
    }

    /// <summary>The same for a file's handle.</summary>
    internal static nint NeedFile(string call, nint file)
    {
        Need(call, file == -1 ? 0 : 1);
        return file;
    }

    /// <summary>What the attacker got hold of.</summary>
    internal void Got(string? data) => _data.Append(data);

    internal void Fail(string why) => _failure = why;

    internal byte[] ToJson() => new AttemptReport([.. _tries], _data.ToString(), _failure).ToJson();

    /// <summary>A call that fails without an error still failed.</summary>
    private static int Last() => Marshal.GetLastPInvokeError() is var error && error != 0 ? error : -1;
}
