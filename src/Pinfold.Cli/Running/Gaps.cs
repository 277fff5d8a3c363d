using System.Collections.Immutable;
using System.Text;
using Pinfold.Cli.Policies;
using Pinfold.Core.Enforcement;
using Pinfold.Core.Policy;

namespace Pinfold.Cli.Running;

/// <summary>Controls that do not hold on this host and that the user has not accepted: nothing runs.</summary>
internal static class Gaps
{
    internal static ImmutableArray<ControlReport> Of(Fence fence) =>
        fence.Policy.Profile == Profile.FullAccess ? [] : fence.Expected.Gaps(fence.Policy.Accepted);

    internal static string Describe(ImmutableArray<ControlReport> gaps)
    {
        var text = new StringBuilder("refused: this host cannot hold what the policy asks for");
        foreach (var gap in gaps)
            text.Append($"\n  {PolicyWords.Of(gap.Control)} is {PolicyWords.Of(gap.Status)}: {gap.Reason}");
        var names = gaps.Select(g => PolicyWords.Of(g.Control)).ToArray();
        text.Append("\n  'pinfold doctor' shows what would close the gap; to accept it: "
            + $"pinfold run {string.Join(' ', names.Select(n => $"--accept {n}"))} -- …");
        text.Append(
            $"\n  or for good, in your own policy: accept = [{string.Join(", ", names.Select(n => $"\"{n}\""))}]");
        return text.ToString();
    }
}
