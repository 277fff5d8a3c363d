using System.Collections.Immutable;
using System.Globalization;
using Pinfold.Core.WindowsModel;
using Pinfold.Core.WindowsModel.Machine;
using Pinfold.Core.WindowsModel.Rights;
using Xunit;

namespace Pinfold.Core.Tests.Planning.Windows;

/// <summary>The plan on the simulated machine, attacked from inside.</summary>
public sealed class FenceClaimTests
{
    public static TheoryData<string> Names => [.. Claims.All.Keys];

    /// <summary>
    /// Where the approved text is not "nothing", there is a gap with a name: docs/security/windows.md.
    /// </summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void A_claim_holds_but_for_what_is_approved(string name)
    {
        string[] broken = [.. Claims.All[name](Fenced.ByPlan())];
        Approved.Verify(broken.Length == 0 ? "nothing" : string.Join('\n', broken),
            name.Replace(' ', '-').Replace("'", "", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Each_attempt_succeeds_where_there_is_no_fence(string name) =>
        Assert.NotEmpty(Claims.All[name](Fenced.ByNothing()));

    /// <summary>
    /// What pinfold's levels, handles and placeholders are for: of each claim, the attempts that succeed against the
    /// published design and fail against the plan, those that succeed against both, and those that succeed against the
    /// plan alone.
    /// </summary>
    [Fact]
    public void The_published_token_breaks_what_is_listed_and_the_plan_does_not()
    {
        var lines = new List<string>();
        foreach (var (name, attempts) in Claims.All)
        {
            string[] published = [.. attempts(Fenced.ByReference())], plan = [.. attempts(Fenced.ByPlan())];
            string[] kept = [.. published.Except(plan, StringComparer.Ordinal)],
                open = [.. published.Intersect(plan, StringComparer.Ordinal)];
            string[] ours = [.. plan.Except(published, StringComparer.Ordinal)];
            lines.Add(string.Create(CultureInfo.InvariantCulture,
                $"{name}: {kept.Length} that the plan keeps, {open.Length} open in both, {ours.Length} open in the plan alone"));
            lines.AddRange(Short(kept).Select(line => "  kept: " + line));
            lines.AddRange(Short(open).Select(line => "  open in both: " + line));
            lines.AddRange(Short(ours).Select(line => "  open in the plan alone: " + line));
        }

        Approved.Verify(string.Join('\n', lines), "published");
    }

    /// <summary>The names that are shipped, each there, as a file or as a folder with something in it.</summary>
    [Theory]
    [InlineData("file")]
    [InlineData("directory")]
    public void Every_shipped_hand_off_name_holds_where_it_is_there(string type)
    {
        string[] names = [.. Scene.Shipped.Protect.Select(h => h.Name.Replace('/', '\\'))];
        Assert.InRange(names.Length, 20, 40);
        foreach (var claim in (string[])["hand-off names cannot be written in any spelling",
            "hand-off names cannot be renamed, replaced or removed"])
        {
            Assert.Empty(Claims.All[claim](
                Fenced.ByPlan(scene: Made(out var kept), policy: Scene.Shipped) with { Kept = kept }));
            string[] control = [.. Claims.All[claim](Fenced.ByNothing(Made(out kept)) with { Kept = kept })];
            Assert.All(names, name => Assert.Contains(control,
                line => line.Contains(Scene.Workspace + '\\' + name, StringComparison.Ordinal)));
        }

        Scene Made(out ImmutableArray<string> kept)
        {
            var scene = new Scene();
            var all = new List<string>(names);
            foreach (var name in names)
            {
                if (scene.Machine.Find($@"{Scene.Workspace}\{name}") is null)
                    scene.Put(type == "file" ? name : $@"{name}\inside");
                if (scene.Machine.Find($@"{Scene.Workspace}\{name}\inside") is not null) all.Add($@"{name}\inside");
            }

            kept = [.. all];
            return scene;
        }
    }

    /// <summary>
    /// Where the approved text names one, a folder of ours there would make git stumble: the audit moves away what was
    /// made (docs/security/windows.md).
    /// </summary>
    [Fact]
    public void Every_shipped_hand_off_name_holds_where_it_is_absent_but_for_what_is_approved()
    {
        const string Claim = "absent hand-off names cannot be made";
        ImmutableArray<string> names = [.. Scene.Shipped.Protect.Select(h => h.Name.Replace('/', '\\'))];
        string[] made = [.. Claims.All[Claim](
            Fenced.ByPlan(scene: new(hasNames: false), policy: Scene.Shipped) with { Absent = names })];
        string[] control = [.. Claims.All[Claim](Fenced.ByNothing(new(hasNames: false)) with { Absent = names })];
        Assert.All(names, name => Assert.Contains(control, line => IsOf(line, name)));
        Approved.Verify(string.Join('\n', names.Where(name => made.Any(line => IsOf(line, name)))), "shipped-absent");

        static bool IsOf(string line, string name) =>
            line.StartsWith($@"made {Scene.Workspace}\{name} as a", StringComparison.Ordinal);
    }

    /// <summary>The program resolves what its user names; whoever hands a link to the plan gets no root.</summary>
    [Theory]
    [InlineData(@"C:\")]
    [InlineData(@"C:\Users\me\Documents")]
    [InlineData(@"C:\Users\me\.ssh")]
    [InlineData(@"D:\data")]
    public void A_root_that_is_a_link_gives_nothing_of_what_it_leads_to(string target)
    {
        const string Link = @"C:\Users\me\src\link";
        var policy = Scene.OnVolumes with { Write = [.. Scene.OnVolumes.Write, Samples.Rule("/C:/Users/me/src/link")] };
        Assert.Empty(Attempts(Fenced.ByPlan(scene: Linked(), policy: policy)));
        Assert.Contains(@"made link\new directory", Attempts(Fenced.ByNothing(Linked())), StringComparer.Ordinal);
        Assert.Contains("opened the link", Attempts(Fenced.ByNothing(Linked())), StringComparer.Ordinal);

        Scene Linked()
        {
            var scene = new Scene(hasVolumes: true);
            scene.Machine.InstallLink(Link, target);
            return scene;
        }

        static IEnumerable<string> Attempts(Fenced f)
        {
            foreach (var type in (SecurableType[])[SecurableType.File, SecurableType.Directory])
                if (f.Machine.Create(f.Target, $@"{Link}\new {type}", type, out _) == NtStatus.Success)
                    yield return $@"made link\new {type}";
            if (f.Machine.Open(f.Target, Link, FileRights.WriteData, out _, followLink: false) == NtStatus.Success)
                yield return "opened the link";
        }
    }

    [Fact]
    public void Every_spelling_leads_to_the_file_where_there_is_no_fence()
    {
        var fenced = Fenced.ByNothing();
        Assert.All(Spellings.Of(fenced.Machine, Scene.Workspace + @"\a long name.text"), path =>
            Assert.Equal(NtStatus.Success, fenced.Machine.Open(fenced.Target, path, 2, out _)));
    }

    /// <summary>All rights to one object, and all of one spelling, in one line.</summary>
    private static IEnumerable<string> Short(string[] broken)
    {
        foreach (var group in broken.GroupBy(Subject, StringComparer.Ordinal))
        {
            string[] rights = [
                .. group.Select(line => line[group.Key.Length..].TrimStart(':', ' ')).Where(right => right.Length > 0)];
            yield return rights.Length == 0 ? group.Key : $"{group.Key}: {string.Join(", ", rights)}";
        }

        static string Subject(string line) =>
            line.LastIndexOf(": ", StringComparison.Ordinal) is > 0 and var at ? line[..at] : line;
    }
}
