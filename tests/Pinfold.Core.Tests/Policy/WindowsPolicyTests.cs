using System.Text;
using Pinfold.Core.Decisions;
using Pinfold.Core.Paths;
using Pinfold.Core.Policy;
using Xunit;

namespace Pinfold.Core.Tests.Policy;

/// <summary>Policies of a user whose home is on a drive.</summary>
public sealed class WindowsPolicyTests
{
    private static readonly CanonicalPath Home = WindowsPath.Parse(@"C:\Users\ada");
    private static readonly CanonicalPath Work = WindowsPath.Parse(@"D:\work");

    [Fact]
    public void Paths_are_written_with_their_drive()
    {
        var policy = Load("""write = ["{workspace}", "d:/data", "~/cache"]""").Policy!;
        Assert.Equal(@"C:\Users\ada\cache D:\data D:\work", string.Join(' ', policy.Write.Select(r => r.Path!.Value)));
    }

    [Fact]
    public void A_backslash_in_a_path_is_refused_with_the_way_to_write_it()
    {
        var fault = Assert.Single(Load("""write = ['C:\Users\ada\cache']""").Diagnostics);
        Assert.Contains("write for example C:/Users/me", fault.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Elsewhere_a_drive_is_a_name_like_any_other()
    {
        var linux = Layers.Merged(Layers.User("[filesystem]\ndeny_read = [\"C:/x\"]"));
        Assert.Contains(linux.DenyRead, r => r.Path == Layers.Work.Combine("C:/x"));
    }

    [Fact]
    public void Secrets_are_those_of_the_profile_and_none_lies_on_no_drive()
    {
        var secrets = Load("").Policy!.DenyRead;
        Assert.Contains(secrets, r => r.Path!.Value.ToString() == @"C:\Users\ada\.ssh");
        Assert.Contains(secrets, r => r.Path!.Value.ToString() == @"C:\Users\ada\AppData\Roaming\Microsoft\Protect");
        Assert.All(secrets, r => Assert.True(WindowsPath.IsOnDrive(r.Path!.Value), r.Pattern));
        Assert.DoesNotContain(Layers.Merged().DenyRead, r => r.Pattern.Contains("AppData", StringComparison.Ordinal));
    }

    [Fact]
    public void What_grants_a_path_is_said_as_a_person_can_paste_it()
    {
        var engine = new DecisionEngine(Load("").Policy!);
        Assert.Equal(@"the user may grant it: pinfold run --write C:\data -- …",
            engine.Decide(new Request.Write(WindowsPath.Parse(@"C:\data"))).Remedy);
        var secret = engine.Decide(new Request.Read(WindowsPath.Parse(@"C:\Users\ada\.ssh\my key")));
        Assert.Equal("the user may grant it: pinfold run --read \"C:\\Users\\ada\\.ssh\\my key\" -- …", secret.Remedy);
        Assert.Equal("deny_read C:/Users/ada/.ssh", secret.Chain[^1].Rule);
        Assert.Equal("write D:/work", engine.Decide(new Request.Write(Work.Combine("x"))).Chain[^1].Rule);
    }

    [Fact]
    public void A_hand_off_of_the_profile_is_given_back_by_the_path_that_a_person_types()
    {
        var result = PolicyLoader.Load([], new() { Unprotect = [@"c:\Users\ada\.bashrc"] }, Work, Home);
        Assert.Empty(result.Diagnostics);
    }

    [Fact]
    public void A_policy_is_shown_as_it_can_be_written()
    {
        var policy = Load("""write = ["{workspace}", "d:/data"]""").Policy!;
        var text = policy.ToText(origins: false);
        Assert.Contains("workspace = \"D:/work\"\n", text, StringComparison.Ordinal);
        Assert.Contains("  \"D:/data\",\n", text, StringComparison.Ordinal);
        Assert.DoesNotContain("\"/", text, StringComparison.Ordinal);
        Assert.Contains("\"path\":\"D:\\\\data\"", policy.ToJson().ToJsonString(), StringComparison.Ordinal);
    }

    private static PolicyResult Load(string filesystem) => PolicyLoader.Load(
        [new(PolicyLayer.User, "C:/Users/ada/AppData/Roaming/pinfold/policy.toml",
            Encoding.UTF8.GetBytes($"version = 1\n[filesystem]\n{filesystem}"))],
        new(), Work, Home);
}
