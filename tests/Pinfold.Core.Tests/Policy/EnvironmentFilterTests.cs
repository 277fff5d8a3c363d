using CsCheck;
using Pinfold.Core.Policy;
using Xunit;
using static Pinfold.Core.Tests.Policy.Layers;

namespace Pinfold.Core.Tests.Policy;

public sealed class EnvironmentFilterTests
{
    private static readonly EnvironmentRules BuiltIn = Merged().Environment;

    [Theory]
    [InlineData("NPM_TOKEN")]
    [InlineData("my_secret_thing")]
    [InlineData("DB_PASSWORD")]
    [InlineData("ANTHROPIC_API_KEY")]
    [InlineData("AWS_PROFILE")]
    [InlineData("SSH_AUTH_SOCK")]
    [InlineData("LD_PRELOAD")]
    [InlineData("BASH_ENV")]
    [InlineData("ENV")]
    [InlineData("BASH_FUNC_ls%%")]
    [InlineData("NODE_OPTIONS")]
    [InlineData("PYTHONSTARTUP")]
    [InlineData("DOTNET_STARTUP_HOOKS")]
    [InlineData("GIT_DIR")]
    [InlineData("GIT_CONFIG_KEY_0")]
    [InlineData("GIT_SSH_COMMAND")]
    [InlineData("DBUS_SESSION_BUS_ADDRESS")]
    [InlineData("DISPLAY")]
    [InlineData("WAYLAND_DISPLAY")]
    [InlineData("XAUTHORITY")]
    [InlineData("DOCKER_HOST")]
    [InlineData("npm_config__authToken")]
    [InlineData("MAKEFLAGS")]
    public void Removes(string name) => Assert.False(EnvironmentFilter.Passes(BuiltIn, name));

    [Theory]
    [InlineData("PATH")]
    [InlineData("HOME")]
    [InlineData("USER")]
    [InlineData("SHELL")]
    [InlineData("TERM")]
    [InlineData("LANG")]
    [InlineData("LC_ALL")]
    [InlineData("TZ")]
    [InlineData("EDITOR")]
    [InlineData("COLORTERM")]
    [InlineData("NO_COLOR")]
    [InlineData("CI")]
    [InlineData("GIT_AUTHOR_NAME")]
    [InlineData("GIT_COMMITTER_EMAIL")]
    [InlineData("GIT_EDITOR")]
    [InlineData("JAVA_HOME")]
    [InlineData("GOPATH")]
    [InlineData("CARGO_HOME")]
    [InlineData("DOTNET_ROOT")]
    [InlineData("DOTNET_CLI_TELEMETRY_OPTOUT")]
    [InlineData("NVM_DIR")]
    [InlineData("VIRTUAL_ENV")]
    [InlineData("PYTHONPATH")]
    [InlineData("XDG_CONFIG_HOME")]
    [InlineData("HTTPS_PROXY")]
    [InlineData("KEYBOARD")]
    public void Passes(string name) => Assert.True(EnvironmentFilter.Passes(BuiltIn, name));

    [Fact]
    public void Drops_malformed_names_and_second_values_and_sets_the_folder_for_temporary_files()
    {
        var (passed, removed) = EnvironmentFilter.Apply(
            new([Rule("X*")], [Rule("XK*")], [Set("SET", "1"), Set("XSET", "2"), Set("NEVER", "3")])
                { RemoveAlways = [Rule("NEVER"), Rule("XKA")] },
            [new("", "a"), new("A=B", "a"), new("NUL\0", "a"), new("A", "first"), new("A", "second"),
                new("SET", "old"), new("X1", "a"), new("XK", "a"), new("XKA", "a"), new("TMPDIR", "/home/ada/tmp")]);
        Assert.Equal(
            ["SET=1", "XSET=2", "A=first", "XK=a", "TMPDIR=/tmp", "TMP=/tmp", "TEMP=/tmp"],
            passed.Select(v => $"{v.Key}={v.Value}"), StringComparer.Ordinal);
        Assert.Equal(["X1", "XKA"], removed, StringComparer.Ordinal);
    }

    [Fact]
    public void Agrees_with_a_naive_matcher()
    {
        static bool Naive(string pattern, string name) =>
            pattern.Length == 0 ? name.Length == 0
            : pattern[0] == '*' ? Naive(pattern[1..], name) || (name.Length > 0 && Naive(pattern, name[1..]))
            : name.Length > 0 && char.ToUpperInvariant(pattern[0]) == char.ToUpperInvariant(name[0])
                && Naive(pattern[1..], name[1..]);
        Gen.Select(Gen.String[Gen.Char["abA_*"], 0, 6], Gen.String[Gen.Char["abAB_"], 0, 8])
            .Sample((pattern, name) => EnvironmentFilter.IsMatch(pattern, name) == Naive(pattern, name), iter: 20_000);
    }

    private static VariableRule Rule(string name) => new(name, new(PolicyLayer.User, "test"));

    private static VariableValue Set(string name, string value) => new(name, value, new(PolicyLayer.User, "test"));
}
