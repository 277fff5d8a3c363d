using Pinfold.Core.Paths;
using Pinfold.Core.Policy;
using Xunit;

namespace Pinfold.Core.Tests.Policy;

public sealed class AbsentPathsTests
{
    private static readonly string[] There =
        ["/", "/home", "/home/ada", "/home/ada/data", "/home/ada/.ssh", "/home/ada/work"];

    [Fact]
    public void A_root_or_a_grant_that_is_not_there_is_told_with_its_place()
    {
        var told = Find("filesystem.write = [\"{workspace}\", \"~/data\", \"~/dota\"]\nfilesystem.read = [\"~/.ssh\", \"~/.shh/config\"]");
        Assert.Equal("PF1201 PF1202", string.Join(" ", told.Select(d => d.Code)));
        Assert.Contains("/home/ada/dota", told[0].Message, StringComparison.Ordinal);
        Assert.Contains("/home/ada/.shh/config", told[1].Message, StringComparison.Ordinal);
        Assert.Equal((2, 3), (told[0].Origin.Line, told[1].Origin.Line));
        Assert.All(told, d => Assert.True(d.Remedy.Length > 0));
    }

    [Fact]
    public void A_flag_is_told_by_its_name()
    {
        var policy = Layers.Load(new PolicyFlags { Read = ["/home/ada/.nothing"] }).Policy!;
        var told = Assert.Single(AbsentPaths.Find(policy, Exists, denials: false));
        Assert.Equal("--read", told.Origin.ToString());
    }

    [Fact]
    public void A_denied_name_may_be_absent_but_not_the_folder_above_it()
    {
        const string Toml = "filesystem.deny_read = [\"~/.kube\", \"~/.config/x/key\", \"**/none\"]";
        Assert.Equal("PF1203", Assert.Single(Find(Toml)).Code);
        Assert.Empty(
            AbsentPaths.Find(Layers.Load(new PolicyFlags(), Layers.User(Toml)).Policy!, Exists, denials: false));
    }

    [Fact]
    public void Built_in_lists_are_never_told() =>
        Assert.Empty(AbsentPaths.Find(Layers.Load(new PolicyFlags()).Policy!, _ => false, denials: true));

    private static bool Exists(CanonicalPath path) => Array.IndexOf(There, path.Value) >= 0;

    private static System.Collections.Immutable.ImmutableArray<Diagnostic> Find(string toml) =>
        AbsentPaths.Find(Layers.Load(new PolicyFlags(), Layers.User(toml)).Policy!, Exists, denials: true);
}
