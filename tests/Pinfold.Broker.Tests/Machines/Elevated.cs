using Pinfold.Cli.Tests.Fixture;
using Pinfold.Compatibility.Tests.Fixture;
using Pinfold.Launcher;
using Xunit;

namespace Pinfold.Broker.Tests.Machines;

/// <summary>
/// A machine of the tests' own where setup has run: ada (also in the group team) and bob are ordinary users with homes
/// of their own. Plans of ada's for both accounts were recorded; Python scripts send them, changed, as <c>raw.py</c>
/// says.
/// </summary>
public sealed class Elevated : IDisposable
{
    internal const string NeedsRoot = "a machine of the test's own is made by root";

    /// <summary>A shell's command line: in the user's workspace.</summary>
    internal const string Run = "cd ~/ws && /opt/pinfold/pinfold run --mode elevated";

    private int _scripts;

    public Elevated()
    {
        if (!Machine.CanBeMade) return;
        Machine = new();
        // An overlay cannot be idmapped; what a home lies on can.
        Sh("root", "mount -t tmpfs -o mode=755 home /home && mkdir -p /opt/plans /opt/scripts && chmod 777 /opt/plans && groupadd team");
        foreach (var user in (string[])["ada", "bob"])
        {
            Machine.AddUser(user);
            Sh("root", $"chmod 700 /home/{user}");
            Sh(user, "mkdir -p ~/ws ~/private ~/.local/state/pinfold && echo secret > ~/private/file && chmod 600 ~/private/file");
        }

        Sh("root", "usermod -aG team ada");
        Write("raw.py",
            $"OPS = [{string.Join(", ", Enumerable.Range(0, (int)LaunchOp.AfterwardsVariable + 1).Select(i => $"'{(LaunchOp)i}'"))}]\n"
                + Resource("raw.py"));
        Write("sessions.py", Resource("sessions.py"));
        Write("recorder.py", Resource("recorder.py"));
        Sh("root", "ulimit -S -n 1024; /opt/pinfold/pinfold setup --yes"); // the usual limit
        foreach (var name in (string[])["offline", "online"])
        {
            var options = name == "online" ? "--network online" : "";
            Sh("root", "mkfifo -m 666 /opt/plans/up /opt/plans/down");
            using var session = Machine.Start("ada", "/bin/bash", "-c",
                $"{Run} {options} -- sh -c 'echo up; cat' > /opt/plans/up < /opt/plans/down");
            Sh("root", $"exec 3<> /opt/plans/down; read -r _ < /opt/plans/up; python3 /opt/scripts/recorder.py /opt/plans/{name}; exec 3>&-; rm /opt/plans/up /opt/plans/down");
            session.WaitForExit();
        }

        Offline = Machine.Must("id", "-u", "pinfold-offline").Trim();
        Online = Machine.Must("id", "-u", "pinfold-online").Trim();
        Broker = Sh("root", "pgrep -xf /usr/local/lib/pinfold/pinfold-broker").Trim();
    }

    public Machine Machine { get; } = null!;

    public string Offline { get; } = "";

    public string Online { get; } = "";

    /// <summary>The broker's process, as the machine numbers it.</summary>
    public string Broker { get; } = "";

    /// <summary>True while the broker that setup started lives.</summary>
    internal bool BrokerLives => Machine.Shell("root",
        $"test -d /proc/{Broker} && pgrep -xf /usr/local/lib/pinfold/pinfold-broker").Output.Trim() == Broker;

    /// <summary>The output of a shell script that must succeed.</summary>
    internal string Sh(string user, string script)
    {
        var outcome = Machine.Shell(user, "set -eu\n" + script);
        return outcome.Status == 0 ? outcome.Output : throw new InvalidOperationException($"{script}: {outcome}");
    }

    /// <summary>The output of a Python script, which sees what is in <c>raw.py</c>; it must succeed.</summary>
    internal string Python(string user, string script)
    {
        var outcome = Try(user, script);
        return outcome.Status == 0
            ? outcome.Output.TrimEnd('\n')
            : throw new InvalidOperationException($"{script}: {outcome}");
    }

    /// <summary>The same, which may fail.</summary>
    internal Outcome Try(string user, string script) => Machine.Run(user, "python3", Script(script));

    /// <summary>The path of a Python script inside.</summary>
    internal string Script(string script)
    {
        var name = $"script-{Interlocked.Increment(ref _scripts)}.py";
        Write(name, "import sys\nsys.path.insert(0, '/opt/scripts')\nfrom raw import *\n" + script);
        return "/opt/scripts/" + name;
    }

    /// <inheritdoc/>
    public void Dispose() => Machine?.Dispose();

    private void Write(string name, string text) => File.WriteAllText($"{Machine.Root}/opt/scripts/{name}", text);

    private static string Resource(string name)
    {
        using var reader = new StreamReader(typeof(Elevated).Assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }
}
