using Pinfold.Core.Policy;
using Xunit;

namespace Pinfold.Core.Tests.Policy;

public sealed class PolicyFaultTests
{
    /// <summary>Layer, text after the line <c>version = 1</c>, code, line, column.</summary>
    public static readonly TheoryData<PolicyLayer, string, string, int, int> Faults = new()
    {
        { PolicyLayer.User, "a = \nprofile = \"read-only\"", "PF1003", 2, 5 },
        { PolicyLayer.User, "[limits]\nprocesses = 1\nprocesses = 2", "PF1003", 4, 1 },
        { PolicyLayer.User, "[limits]\n[limits]", "PF1003", 3, 1 },
        { PolicyLayer.User, "profile = \"read-only", "PF1003", 2, 20 },
        { PolicyLayer.User, "[limits]\nprocesses = 99999999999999999999", "PF1003", 3, 13 },
        { PolicyLayer.User, "x = [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[", "PF1004", 2, 69 },
        { PolicyLayer.User, "profile = \"read\\u0000only\"", "PF1006", 2, 11 },
        { PolicyLayer.User, "[filesystem]\ndeny_read = [\"ok\", \"a\\nb\"]", "PF1006", 3, 20 },
        { PolicyLayer.User, "[environment]\nset = { A = \"\\u007f\" }", "PF1006", 3, 13 },
        { PolicyLayer.User, "profil = \"read-only\"", "PF1011", 2, 1 },
        { PolicyLayer.User, "[netwrk]\nmode = \"offline\"", "PF1011", 2, 2 },
        { PolicyLayer.User, "\"network.mode\" = \"online\"", "PF1011", 2, 1 },
        { PolicyLayer.User,
            "[commands]\nrules = [{ prefix = [\"a\"], decision = \"ask\", why = 1 }]", "PF1011", 3, 46 },
        { PolicyLayer.User, "profile = 1", "PF1012", 2, 11 },
        { PolicyLayer.User, "profile = []", "PF1012", 2, 11 },
        { PolicyLayer.User, "network = \"offline\"", "PF1012", 2, 11 },
        { PolicyLayer.User, "[[network]]\nmode = \"offline\"", "PF1012", 2, 3 },
        { PolicyLayer.User, "[filesystem]\nwrite = \"/srv\"", "PF1012", 3, 9 },
        { PolicyLayer.User, "[filesystem]\ndeny_read = [1979-05-27]", "PF1012", 3, 14 },
        { PolicyLayer.User, "[limits]\nprocesses = 1.5", "PF1012", 3, 13 },
        { PolicyLayer.User, "[limits]\nprocesses = nan", "PF1012", 3, 13 },
        { PolicyLayer.User, "profile = \"readonly\"", "PF1013", 2, 11 },
        { PolicyLayer.User, "enforcement = \"lax\"", "PF1013", 2, 15 },
        { PolicyLayer.User, "accept = [\"netwrk\"]", "PF1013", 2, 11 },
        { PolicyLayer.User, "enforcement = \"strict\"\naccept = [\"network\"]", "PF1015", 2, 15 },
        { PolicyLayer.User, "[network]\nallow = [\"example.org:443\"]", "PF1015", 3, 10 },
        { PolicyLayer.User, "[network]\nmode = \"online\"\nallow = [\"example.org:443\"]", "PF1015", 4, 10 },
        { PolicyLayer.Project, "[network]\nmode = \"offline\"\nallow = [\"example.org:443\"]", "PF1015", 4, 10 },
        { PolicyLayer.User, "[filesystem]\nwrite = [\"~bob/x\"]", "PF1020", 3, 10 },
        { PolicyLayer.User, "[filesystem]\nwrite = [\"src\"]", "PF1020", 3, 10 },
        { PolicyLayer.User, "[filesystem]\nread = [\"x\"]", "PF1020", 3, 9 },
        { PolicyLayer.User, "[filesystem]\nwrite = [\"{home}/x\"]", "PF1020", 3, 10 },
        { PolicyLayer.User, "[filesystem]\ndeny_read = [\"/a/../b\"]", "PF1021", 3, 14 },
        { PolicyLayer.User, "[filesystem]\ndeny_read = [\"\"]", "PF1021", 3, 14 },
        { PolicyLayer.User, "[filesystem]\ndeny_read = [\"/x[a\"]", "PF1021", 3, 14 },
        { PolicyLayer.User, "[filesystem]\nwrite = [\"/srv/*\"]", "PF1022", 3, 10 },
        { PolicyLayer.User, "[filesystem]\nwrite = [\"/\"]", "PF1023", 3, 10 },
        { PolicyLayer.User, "[filesystem]\nwrite = [\"~\"]", "PF1023", 3, 10 },
        { PolicyLayer.User, "[filesystem]\nwrite = [\"/home\"]", "PF1023", 3, 10 },
        { PolicyLayer.User, "[filesystem]\nwrite = [\"~/.config/pinfold\"]", "PF1023", 3, 10 },
        { PolicyLayer.User, "[filesystem]\nwrite = [\"~/.local/state/pinfold/sessions\"]", "PF1023", 3, 10 },
        { PolicyLayer.User, "[filesystem]\nwrite = [\"/proc/sys\"]", "PF1023", 3, 10 },
        { PolicyLayer.User, "[filesystem]\ndeny_read = [\"~/work\"]", "PF1024", 3, 14 },
        { PolicyLayer.Project, "[filesystem]\ndeny_read = [\"{workspace}\"]", "PF1024", 3, 14 },
        { PolicyLayer.User, "[filesystem]\nwrite = [\"~/.ssh/x\"]", "PF1024", 3, 10 },
        { PolicyLayer.User, "[filesystem]\nprotect = [\"a/../b\"]", "PF1025", 3, 12 },
        { PolicyLayer.User, "[filesystem]\nprotect = [\"*.md\"]", "PF1025", 3, 12 },
        { PolicyLayer.User, "[filesystem]\nunprotect = [\".vscod\"]", "PF1026", 3, 14 },
        { PolicyLayer.User, "[network]\nallow = [\"example.org\"]", "PF1030", 3, 10 },
        { PolicyLayer.User, "[network]\nallow = [\"0x7f.1:80\"]", "PF1030", 3, 10 },
        { PolicyLayer.User, "[network]\nloopback = [65536]", "PF1031", 3, 13 },
        { PolicyLayer.User, "[limits]\nprocesses = -1", "PF1031", 3, 13 },
        { PolicyLayer.User, "[limits]\nprocesses = 9223372036854775807", "PF1031", 3, 13 },
        { PolicyLayer.User, "[limits]\nmemory = \"1B\"", "PF1031", 3, 10 },
        { PolicyLayer.User, "[limits]\nmemory = 0", "PF1031", 3, 10 },
        { PolicyLayer.User, "[limits]\ntime = \"0s\"", "PF1031", 3, 8 },
        { PolicyLayer.User, "[limits]\nmemory = \"4 GB\"", "PF1032", 3, 10 },
        { PolicyLayer.User, "[limits]\nmemory = \"99999999999999999999TiB\"", "PF1032", 3, 10 },
        { PolicyLayer.User, "[limits]\ntime = \"30\"", "PF1032", 3, 8 },
        { PolicyLayer.User, "[limits]\ntime = \"5m1h\"", "PF1032", 3, 8 },
        { PolicyLayer.User, "[environment]\nremove = [\"A=B\"]", "PF1033", 3, 11 },
        { PolicyLayer.User, "[environment]\nkeep = [\"A-B\"]", "PF1033", 3, 9 },
        { PolicyLayer.User, "[environment.set]\n\"A B\" = \"x\"", "PF1033", 3, 1 },
        { PolicyLayer.User, "[commands]\nrules = [{ prefix = [], decision = \"ask\" }]", "PF1034", 3, 10 },
        { PolicyLayer.User, "[[commands.rules]]\nprefix = [\"rm\"]", "PF1034", 2, 1 },
        { PolicyLayer.Project, "profile = \"full-access\"", "PF1101", 2, 11 },
        { PolicyLayer.Project, "accept = [\"network\"]", "PF1101", 2, 1 },
        { PolicyLayer.Project, "enforcement = { accept = [\"network\"] }", "PF1101", 2, 17 },
        { PolicyLayer.Project, "enforcement.accept = []", "PF1101", 2, 1 },
        { PolicyLayer.Project, "[filesystem]\nread = [\"~/.ssh\"]", "PF1101", 3, 1 },
        { PolicyLayer.Project, "filesystem = { unprotect = [\".git/hooks\"] }", "PF1101", 2, 16 },
        { PolicyLayer.Project, "[environment]\nkeep = [\"*\"]", "PF1101", 3, 1 },
        { PolicyLayer.Project, "[environment.set]\nLD_PRELOAD = \"x.so\"", "PF1101", 3, 1 },
        { PolicyLayer.Project, "[environment]\nset = { LD_PRELOAD = \"x.so\" }", "PF1101", 3, 9 },
        { PolicyLayer.Project, "[network]\nloopback = [5173]", "PF1101", 3, 1 },
        { PolicyLayer.Project, "[commands]\nrules = [{ prefix = [\"rm\"], decision = \"allow\" }]", "PF1101", 3, 40 },
        { PolicyLayer.Project, "network.mode = \"online\"", "PF1102", 2, 16 },
        { PolicyLayer.Project, "[network]\nmode = \"allowlist\"", "PF1102", 3, 8 },
        { PolicyLayer.Project, "[network]\nallow = [\"evil.example:443\"]", "PF1102", 3, 10 },
        { PolicyLayer.Project, "[filesystem]\nwrite = [\"/srv\"]", "PF1102", 3, 10 },
        { PolicyLayer.Project, "[filesystem]\nwrite = [\"~/other\"]", "PF1102", 3, 10 },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public void Names_code_line_and_column(PolicyLayer layer, string text, string code, int line, int column)
    {
        var result = Layers.Load(layer == PolicyLayer.Project ? Layers.Project(text) : Layers.User(text));
        Assert.Null(result.Policy);
        var fault = Assert.Single(result.Diagnostics, d => d.Code == code);
        Assert.Equal((layer, line, column), (fault.Origin.Layer, fault.Origin.Line, fault.Origin.Column));
        Assert.NotEmpty(fault.Message);
        Assert.NotEmpty(fault.Remedy);
        Assert.DoesNotContain(fault.ToString(), char.IsControl);
    }

    /// <summary>A list that the mode ignores would leave the user's word without effect.</summary>
    [Theory]
    [InlineData(NetworkMode.Offline)]
    [InlineData(NetworkMode.Online)]
    public void Hosts_of_a_flag_beside_a_mode_that_ignores_them_are_a_fault(NetworkMode mode)
    {
        var flags = new PolicyFlags { Network = mode, Allow = ["example.org:443"] };
        var fault = Assert.Single(Layers.Load(flags).Diagnostics);
        Assert.Equal(("PF1015", "--allow"), (fault.Code, fault.Origin.Source));
        Assert.Empty(Layers.Load(flags with { Network = NetworkMode.Allowlist }).Diagnostics);
        Assert.Empty(Layers.Load(flags with { Network = null }).Diagnostics);
    }

    [Fact]
    public void Hosts_in_a_file_without_mode_take_the_machines_mode()
    {
        var user = Layers.User("network.allow = [\"example.org:443\"]");
        Assert.Empty(Layers.Load(Layers.Machine("network.mode = \"allowlist\""), user).Diagnostics);
        // a bound for others
        Assert.Empty(Layers.Load(Layers.Machine("network.allow = [\"example.org:443\"]")).Diagnostics);
        var fault = Assert.Single(Layers.Load(user).Diagnostics);
        Assert.Contains("mode = \"allowlist\"", fault.Remedy, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[network]\nallow = [\"a.example:1\"\nmode = \"x\"", "a list above is not closed; close it with ']'")]
    [InlineData("[network\nmode = \"online\"", "the name of a table is not closed; write it as [name]")]
    [InlineData("profile = read-only",
        "this is no value; write a string in quotes, a number, or a list in square brackets")]
    [InlineData("profile =\n",
        "the value is missing; write a string in quotes, a number, or a list in square brackets")]
    [InlineData("profile \"read-only\"", "a '=' is missing after the key; write key = \"value\"")]
    [InlineData("profile = \"read-only", "a string is not closed; close it with the quote that opened it")]
    [InlineData("profile = \"read-only\" \"x\"",
        "something follows the value on its line; begin a new line, and write text in quotes")]
    public void A_fault_of_form_is_told_once_in_plain_words(string text, string told)
    {
        var fault = Assert.Single(Layers.Load(Layers.User(text)).Diagnostics);
        Assert.Equal(("PF1003", told), (fault.Code, $"{fault.Message}; {fault.Remedy}"));
    }

    [Fact]
    public void A_workspace_that_can_be_no_root_is_none_where_no_root_is_needed()
    {
        var top = Core.Paths.CanonicalPath.Root;
        PolicyResult Load(PolicyFlags flags, bool needsRoots, params PolicySource[] sources) =>
            PolicyLoader.Load(sources, flags, top, Layers.Home, [], needsRoots);
        var fault = Assert.Single(Load(new(), needsRoots: true).Diagnostics);
        Assert.Equal("PF1023", fault.Code);
        Assert.Contains("-C FOLDER", fault.Remedy, StringComparison.Ordinal);
        Assert.Empty(Load(new() { Profile = Profile.ReadOnly }, needsRoots: true).Policy!.Write);
        Assert.Empty(Load(new(), needsRoots: false).Policy!.Write);
        Assert.Equal("PF1023",
            Assert.Single(Load(new(), needsRoots: false, Layers.User("filesystem.write = [\"/\"]")).Diagnostics).Code);
    }

    [Fact]
    public void Reports_every_fault_of_every_layer_at_once_in_order()
    {
        var result = Layers.Load(
            new PolicyFlags { Accept = ["nothing"], Write = ["relative"] },
            Layers.Project("accept = [\"network\"]\n[filesystem]\nread = [\"~/.ssh\"]"),
            Layers.User("profil = 1\nprofile = 2\n[limits]\nmemory = \"x\"\n[network]\nmode = \"off\""),
            Layers.Machine("[guard]\ndeletions = -1"));
        Assert.Equal(
            ["PF1031", "PF1011", "PF1012", "PF1032", "PF1013", "PF1101", "PF1101", "PF1020", "PF1013"],
            result.Diagnostics.Select(d => d.Code), StringComparer.Ordinal);
    }
}
