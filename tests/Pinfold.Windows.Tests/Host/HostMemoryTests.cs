using Pinfold.Core.Paths;
using Pinfold.Core.Planning.Windows;
using Pinfold.Core.WindowsModel;
using Pinfold.Windows.Host;
using Pinfold.Windows.Native;
using Pinfold.Windows.Tests.FileAccess;
using Pinfold.Windows.Tokens;
using Xunit;

namespace Pinfold.Windows.Tests.Host;

/// <summary>Level of evidence: files and calls under Wine, descriptors in the model.</summary>
public sealed class HostMemoryTests
{
    private const string Me = "S-1-5-21-1-2-3-1001";

    [WindowsFact]
    public void The_newest_words_are_kept_and_what_is_damaged_says_nothing()
    {
        using var scratch = new Scratch();
        var memory = new HostMemory(WindowsPath.Parse(scratch.Folder), "words", TokenFacts.Own().User);
        Assert.Empty(memory.Words());
        for (var i = 1; i <= 20; i++) memory.Add($"word{i}");
        Assert.Equal(Enumerable.Range(0, 16).Select(i => $"word{20 - i}"), memory.Words(), StringComparer.Ordinal);
        Assert.True(memory.Contains("word20"));
        Assert.False(memory.Contains("word2"));
        scratch.Write("words", "\0wor\nd20\n");
        Assert.False(memory.Contains("word20"));
        File.Delete(scratch["words"]);
        scratch.Make("words");
        Assert.Empty(memory.Words());
    }

    [WindowsFact]
    public void A_second_name_of_a_file_elsewhere_is_not_read()
    {
        using var scratch = new Scratch();
        var memory = new HostMemory(WindowsPath.Parse(scratch.Folder), "words", TokenFacts.Own().User);
        memory.Add("word");
        Assert.NotEqual(0, Kernel32.CreateHardLinkW(scratch["second"], scratch["words"], 0));
        Assert.Empty(memory.Words());
    }

    [Theory]
    [InlineData($"O:{Me}D:(A;;FA;;;{Me})", true)]
    [InlineData($"O:{Me}D:(A;;FA;;;{Me})S:(ML;;NWNR;;;ME)", true)]
    [InlineData("O:BAD:(A;;FA;;;BA)", true)]
    [InlineData($"O:{Me}D:(A;;FA;;;{Me})S:(ML;;NW;;;S-1-16-7936)", false)]
    [InlineData($"O:{Me}D:(A;;FA;;;{Me})S:(ML;;;;;ME)", false)]
    [InlineData($"O:{Me}D:(A;;FA;;;{Me})S:(ML;;NW;;;LW)", false)]
    [InlineData($"O:S-1-5-21-1-2-3-1002D:(A;;FA;;;{Me})", false)]
    [InlineData($"D:(A;;FA;;;{Me})", false)]
    public void What_a_command_could_have_written_is_not_read(string sddl, bool isKept) =>
        Assert.Equal(isKept, HostMemory.IsKept(SecurityDescriptor.Parse(sddl), Sid.Parse(Me)));

    [WindowsFact]
    public void A_question_is_asked_once_and_again_where_both_answers_stand_or_none_was_given()
    {
        using var scratch = new Scratch();
        var memory = new HostMemory(WindowsPath.Parse(scratch.Folder), "words", TokenFacts.Own().User);
        var asked = 0;
        bool? Ask(string key, bool? answer) => LabelAnswer.Of(memory, key, () =>
        {
            asked++;
            return answer;
        });
        Assert.Null(Ask("a", null));
        Assert.True(Ask("a", true));
        Assert.True(Ask("a", false));
        Assert.False(Ask("b", false));
        Assert.False(Ask("b", true));
        Assert.Equal(3, asked);
        var other = new HostMemory(WindowsPath.Parse(scratch.Folder), "other", TokenFacts.Own().User);
        LabelAnswer.Of(other, "a", () => false);
        memory.Add(other.Words()[0]);
        Assert.False(Ask("a", false));
        Assert.Equal(4, asked);
    }

    /// <summary>Wine answers with its access check, before anything is made.</summary>
    [WineFact]
    public void A_start_asks_this_system_once_and_again_in_the_other_mode_and_after_damage()
    {
        using var setting = new Setting();
        var policy = setting.Policy();
        Assert.True(Asks(isElevated: false));
        Assert.False(Asks(isElevated: false));
        Assert.True(Asks(isElevated: true));
        Assert.False(Asks(isElevated: true));
        File.WriteAllText(Path.Combine(setting.Folder, @"state\trials.txt"), "damaged");
        Assert.True(Asks(isElevated: false));

        bool Asks(bool isElevated)
        {
            using var recorder = Recorder.Start();
            var facts = isElevated
                ? WindowsBackend.GatherElevated(policy, setting["home"], setting["temp"], setting["state"])
                : setting.Facts(policy);
            Assert.False(facts.LetsLowerIn);
            return recorder.Lines.Any(l => l.Contains("(ML;;;;;ME)", StringComparison.Ordinal));
        }
    }

    [WindowsFact]
    public void The_answer_is_another_ones_with_another_build_user_volume_or_mode()
    {
        using var setting = new Setting();
        var facts = setting.Facts();
        CanonicalPath[] roots = [setting["ws"]];
        var other = facts with { Volumes = [.. facts.Volumes, new(setting["ws"], 7, "ReFS", HasAcls: true)] };
        string[] keys =
        [
            LabelAnswer.Key(facts, roots, isElevated: false), LabelAnswer.Key(facts, roots, isElevated: true),
            LabelAnswer.Key(facts with { Build = 1 }, roots, isElevated: false),
            LabelAnswer.Key(other, roots, isElevated: false),
            LabelAnswer.Key(facts with { Token = facts.Token with { User = WellKnownSids.Everyone } }, roots,
                isElevated: false),
        ];
        Assert.Equal(keys.Length, keys.Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(keys[0], LabelAnswer.Key(facts with { SessionId = "other" }, roots, isElevated: false));
    }
}
