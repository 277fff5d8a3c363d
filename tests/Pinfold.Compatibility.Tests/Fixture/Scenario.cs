using Xunit;

namespace Pinfold.Compatibility.Tests.Fixture;

/// <summary>
/// The same work on two copies of the same input, at the same path: first outside, then inside. Each step is one
/// command: a shell script, inside through one <c>pinfold run</c>.
/// </summary>
/// <param name="account">Who works.</param>
/// <param name="name">A folder name; the workspace is <c>~/NAME/ws</c>, what lies beside it is outside the
/// roots.</param>
internal sealed class Scenario(Account account, string name)
{
    /// <summary>Options of <c>pinfold run</c>.</summary>
    public string[] Options { get; init; } = [];

    /// <summary>Makes the input; the working folder is <c>~/NAME</c>.</summary>
    public string Prepare { get; init; } = "";

    /// <summary>Runs before each step on both sides, in the same shell.</summary>
    public string Always { get; init; } = "";

    public string Folder { get; } = $"{account.Home}/{name}";

    private string Before => Folder + ".before";

    private string Outside => Folder + ".outside";

    /// <summary>Every step must succeed outside, and end inside with the same status and the same output.</summary>
    public Scenario Same(params string[] steps)
    {
        Must(account.Shell(account.Home, $"mkdir -p {Folder}/ws\ncd {Folder}\n{Prepare}\ncp -a {Folder} {Before}"));
        var outside = steps.Select(s => account.Shell(Folder + "/ws", Script(s))).ToArray();
        for (var i = 0; i < steps.Length; i++)
            Assert.True(outside[i].Status == 0, $"outside, '{steps[i]}' failed: {outside[i]}");
        Must(account.Shell(account.Home, $"mv {Folder} {Outside}; mv {Before} {Folder}"));
        for (var i = 0; i < steps.Length; i++)
        {
            var inside = account.Inside(Folder + "/ws", Script(steps[i]), Options);
            Assert.True(inside.Status == 0, $"inside, '{steps[i]}' failed: {inside}");
            Assert.True(outside[i].Output == inside.Output,
                $"'{steps[i]}' differs\noutside: {outside[i]}\ninside: {inside}");
        }

        return this;
    }

    /// <summary>The workspaces hold the same, byte for byte, but for <paramref name="except"/>.</summary>
    public Scenario SameFiles(params string[] except)
    {
        var outside = Tree.Of(Outside + "/ws", except);
        var inside = Tree.Of(Folder + "/ws", except);
        var missing = outside.Except(inside, StringComparer.Ordinal).Select(l => "- " + l)
            .Concat(inside.Except(outside, StringComparer.Ordinal).Select(l => "+ " + l));
        Assert.True(outside.SequenceEqual(inside, StringComparer.Ordinal),
            "outside (-) and inside (+) differ:\n" + string.Join('\n', missing));
        Assert.NotEmpty(inside);
        return this;
    }

    private string Script(string step) => Always.Length == 0 ? step : Always + "\n" + step;

    private static void Must(Outcome outcome) =>
        Assert.True(outcome.Status == 0, "the input cannot be made: " + outcome);
}
