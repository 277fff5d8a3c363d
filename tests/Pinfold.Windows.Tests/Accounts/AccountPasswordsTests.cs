using Pinfold.Core.Planning.Windows.Elevated;
using Pinfold.Core.WindowsModel;
using Pinfold.Windows.Accounts;
using Pinfold.Windows.Native;
using Xunit;

namespace Pinfold.Windows.Tests.Accounts;

/// <summary>When an account gets another password, on any host.</summary>
public sealed class AccountPasswordsTests
{
    private static readonly SandboxAccount Offline = SandboxAccount.Offline("PinfoldOffline",
        Sid.Parse("S-1-5-21-1-2-3-1001"));
    private readonly List<(string Name, string Password)> _set = [];

    [Fact]
    public void Each_start_of_the_broker_gives_a_new_password_and_keeps_it_until_the_next()
    {
        for (var start = 1; start <= 3; start++)
        {
            var passwords = Started();
            for (var command = 0; command < 3; command++) LogOn(passwords, p => Assert.Equal(_set[^1].Password, p));
            Assert.Equal(start, _set.Count);
        }

        Assert.Equal(3, _set.Select(s => s.Password).Distinct(StringComparer.Ordinal).Count());
        Assert.All(_set, s => Assert.Equal("PinfoldOffline", s.Name));
    }

    [Theory]
    [InlineData(1326, 2)] // ERROR_LOGON_FAILURE: somebody has changed it
    [InlineData(1909, 2)] // ERROR_ACCOUNT_LOCKED_OUT: somebody has guessed at it
    [InlineData(1385, 1)] // ERROR_LOGON_TYPE_NOT_GRANTED: no password would help
    public void A_logon_that_a_new_password_would_let_in_is_tried_once_more_with_one(int code, int tries)
    {
        var tried = new List<string>();
        Assert.Equal(code, Assert.Throws<NativeException>(() => LogOn(Started(), p =>
        {
            tried.Add(p);
            NativeException.CheckCode(code, "LsaLogonUser");
        })).Code);
        Assert.Equal(tries, tried.Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(tried, _set.Select(s => s.Password), StringComparer.Ordinal);
    }

    [Fact]
    public void A_password_is_long_random_and_of_each_kind_that_a_policy_may_ask_for()
    {
        HashSet<string> made = [.. Enumerable.Range(0, 100).Select(_ => AccountPasswords.Make())];
        Assert.Equal(100, made.Count);
        Assert.All(made, p =>
        {
            Assert.Equal(64, p.Length);
            Assert.True(p.Any(char.IsAsciiLetterUpper) && p.Any(char.IsAsciiLetterLower)
                && p.Any(char.IsAsciiDigit) && p.Any(c => !char.IsAsciiLetterOrDigit(c)),
                "a kind is missing");
        });
    }

    private AccountPasswords Started() => new((name, password) => _set.Add((name, password)));

    private static void LogOn(AccountPasswords passwords, Action<string> logOn) => passwords.LogOn(Offline, p =>
    {
        logOn(p);
        return new TokenHandle();
    }).Dispose();
}
