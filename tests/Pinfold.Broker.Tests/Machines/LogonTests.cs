using Pinfold.Cli.Tests.Fixture;
using Xunit;

namespace Pinfold.Broker.Tests.Machines;

/// <summary>
/// Nobody logs on as an account: not with a password, and not as root either, whom PAM asks for none. Bob, with a
/// password, is the control.
/// </summary>
[Collection(ElevatedCollection.Name)]
public sealed class LogonTests(Elevated elevated)
{
    /// <summary>Types a password at a terminal's prompt; what is then said, and the status.</summary>
    private const string Type = """
        import pty, signal
        def type(argv, password):
            pid, fd = pty.fork()
            if not pid: os.execv(argv[0], argv)
            signal.alarm(60)
            said, typed = b'', False
            while True:
                try: piece = os.read(fd, 999)
                except OSError: break
                if not piece: break
                said += piece
                if not typed and said.rstrip().endswith(b':'): typed = True; os.write(fd, password + b'\n')
            return typed, os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), b'uid=' in said
        for name in sys.argv[1:]:
            for password in (b'word', b'', b'!', b'*'):
                print(name, password.decode() or '-', *type(['/bin/su', name, '-s', '/bin/sh', '-c', 'id'], password))
        """;

    [Fact(Skip = Elevated.NeedsRoot, SkipUnless = nameof(Machine.CanBeMade), SkipType = typeof(Machine))]
    public void No_password_opens_an_account()
    {
        elevated.Sh("root", "echo bob:word | chpasswd");
        var output = elevated.Sh("ada", $"python3 {elevated.Script(Type)} bob pinfold-offline pinfold-online");
        Assert.Equal("""
            bob word True 0 True
            bob - True 1 False
            bob ! True 1 False
            bob * True 1 False

            """ + string.Concat(((string[])["pinfold-offline", "pinfold-online"])
                .SelectMany(a => ((string[])["word", "-", "!", "*"]).Select(p => $"{a} {p} True 1 False\n"))),
            output);
    }

    [Theory(Skip = Elevated.NeedsRoot, SkipUnless = nameof(Machine.CanBeMade), SkipType = typeof(Machine))]
    [InlineData("su {0} -c id")]
    [InlineData("su - {0} -c id")]
    [InlineData("runuser -l {0} -c id")]
    [InlineData("script -qec 'login -f {0}' /dev/null <<< id")]
    public void A_session_that_root_opens_has_no_shell(string command)
    {
        foreach (var account in (string[])["pinfold-offline", "pinfold-online"])
        {
            var refused = elevated.Machine.Shell("root",
                string.Format(System.Globalization.CultureInfo.InvariantCulture, command, account));
            Assert.DoesNotContain("uid=", refused.Output, StringComparison.Ordinal);
            Assert.Contains("This account is currently not available", refused.Output, StringComparison.Ordinal);
        }

        var control = elevated.Machine.Shell("root",
            string.Format(System.Globalization.CultureInfo.InvariantCulture, command, "bob"));
        Assert.True(control.Output.Contains("(bob)", StringComparison.Ordinal), control.ToString());
    }
}
