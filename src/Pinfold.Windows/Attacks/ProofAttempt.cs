using System.Globalization;
using Pinfold.Core.Attacks;
using Pinfold.Core.Enforcement;

namespace Pinfold.Windows.Attacks;

/// <summary>An attempt of the self-proof.</summary>
/// <param name="Attack">What it is and what it would give.</param>
/// <param name="Verb">What <see cref="ProofProgram"/> does.</param>
/// <param name="Object">To what, in the scene; null where the policy promises nothing of the kind.</param>
/// <param name="Worked">How the host sees that it worked; null when only the attempt itself can tell.</param>
internal sealed record ProofAttempt(
    Attack Attack, string Verb, Func<ProofScene, string?> Object, Func<ProofScene, bool>? Worked)
{
    /// <summary>One for each promise that rests on the token.</summary>
    internal static ProofAttempt[] All { get; } =
    [
        new(Of("write-outside-create", "writes", Control.Writes,
                "changes to any file of the user", "the file exists"),
            "create", s => s.New, s => File.Exists(s.New)),
        new(Of("write-outside-delete", "writes", Control.Writes,
                "the loss of any file of the user", "the file is gone"),
            "delete", s => s.Kept, s => !File.Exists(s.Kept)),
        new(Of("handoff-write", "handoffs", Control.Handoffs,
                "what trusted programs run or obey later", "the file is changed"),
            "append", s => s.Handoff, s => ProofScene.IsChanged(s.Handoff!)),
        new(Of("secret-read", "secrets", Control.Secrets,
                "the user's keys", "the file was opened for reading"),
            "read", s => s.Secret, null),
        new(Of("process-memory-read", "processes", Control.Processes,
                "what the user's other programs hold in memory", "pinfold was opened for reading its memory"),
            "open-process", _ => Environment.ProcessId.ToString(CultureInfo.InvariantCulture), null),
    ];

    private static Attack Of(string name, string family, Control control, string gain, string effect) =>
        new(name, family, gain, control, AttackLayers.Privileges, effect);
}
