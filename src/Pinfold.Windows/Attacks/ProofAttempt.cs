using Pinfold.Core.Attacks;
using Pinfold.Core.Enforcement;

namespace Pinfold.Windows.Attacks;

/// <summary>An attempt of the self-proof.</summary>
/// <param name="Attack">What it is and what it would give.</param>
/// <param name="Verb">What <see cref="ProofProgram"/> does.</param>
/// <param name="Object">To what, in the scene; null where the policy promises nothing of the kind.</param>
/// <param name="Worked">How the host sees that it worked; null when only the attempt itself can tell.</param>
internal sealed record ProofAttempt(Attack Attack, string Verb, Func<ProofScene, string?> Object, Func<ProofScene, bool>? Worked)
{
    /// <summary>One for each promise that rests on the token.</summary>
    internal static ProofAttempt[] All { get; } =
    [
        new(new("write-outside-create", "writes", "changes to any file of the user", Control.Writes, AttackLayers.Privileges, "the file exists"),
            "create", s => s.New, s => File.Exists(s.New)),
        new(new("write-outside-delete", "writes", "the loss of any file of the user", Control.Writes, AttackLayers.Privileges, "the file is gone"),
            "delete", s => s.Kept, s => !File.Exists(s.Kept)),
        new(new("handoff-write", "handoffs", "what trusted programs run or obey later", Control.Handoffs, AttackLayers.Privileges, "the file is changed"),
            "append", s => s.Handoff, s => ProofScene.IsChanged(s.Handoff!)),
        new(new("secret-read", "secrets", "the user's keys", Control.Secrets, AttackLayers.Privileges, "the file was opened for reading"),
            "read", s => s.Secret, null),
        new(new("process-memory-read", "processes", "what the user's other programs hold in memory", Control.Processes, AttackLayers.Privileges, "pinfold was opened for reading its memory"),
            "open-process", _ => Environment.ProcessId.ToString(System.Globalization.CultureInfo.InvariantCulture), null),
    ];
}
