using Pinfold.Cli.Tests.Fixture;
using Pinfold.Compatibility.Tests.Fixture;

namespace Pinfold.Cli.Tests.Running.World;

/// <summary>
/// A machine with an Internet of its own: another network with public-looking addresses, a name server, services that
/// write down what reaches them.
/// </summary>
public sealed class Internet : IDisposable
{
    private const string User = "ada";
    private readonly System.Diagnostics.Process? _cloud, _home;
    private long _heard;

    /// <summary>Starts it, where a machine can be made.</summary>
    public Internet()
    {
        if (!Machine.CanBeMade) return;
        Machine = new();
        Machine.AddUser(User);
        foreach (var file in (string[])["internet.py", "attack.py"])
            File.Copy($"{Repository.Root}/tests/Pinfold.Cli.Tests/Running/World/{file}", $"{Machine.Root}/opt/{file}");
        Machine.Must("/bin/sh", "-c", """
            rm -f /etc/resolv.conf; echo 'nameserver 127.0.0.53' > /etc/resolv.conf; echo 'search corp.example' >> /etc/resolv.conf
            touch /tmp/reached; mkdir -p /home/ada/ws; cp /opt/attack.py /home/ada/ws/; chown -R ada:ada /home/ada
            mkfifo /tmp/wired
            """);
        _cloud = Machine.Start("root", "unshare", "--net", "/bin/sh", "-c",
            "echo $$ > /tmp/cloud.pid; cat /tmp/wired; exec python3 /opt/internet.py cloud");
        Machine.Must("/bin/sh", "-c", """
            until [ -s /tmp/cloud.pid ]; do :; done
            pid=$(cat /tmp/cloud.pid)
            ip link add home type veth peer name cloud netns "$pid"
            nsenter -t "$pid" -n /bin/sh -c 'ip link set lo up; ip link set cloud up; ip addr add 93.184.217.2/24 dev cloud; ip addr add 2606:2800:220:1::1/64 dev cloud nodad
              for a in 93.184.216.34 93.184.216.35 10.0.0.9 169.254.169.254; do ip addr add $a/32 dev lo; done; ip addr add 64:ff9b::5db8:d822/128 dev lo'
            ip link set home up; for a in 93.184.217.1 93.184.217.3; do ip addr add $a/24 dev home; done; for a in 2 3; do ip addr add 2606:2800:220:1::$a/64 dev home nodad; done; ip -6 route add local 2a00:9::/64 dev lo; ip route add default via 93.184.217.2; ip -6 route add 64:ff9b::/96 via 2606:2800:220:1::1
            echo > /tmp/wired
            """);
        _home = Machine.Start("root", "python3", "/opt/internet.py", "home");
        Machine.Must("/bin/sh", "-c", "until [ -e /tmp/home-ready ] && [ -e /tmp/cloud-ready ]; do sleep 0.05; done");
    }

    /// <summary>Where it is.</summary>
    public Machine? Machine { get; }

    /// <summary>Runs a script as an ordinary user in the workspace; <c>$P</c> is the program.</summary>
    internal Outcome Shell(string script) => Machine!.Shell(User, $"cd ~/ws; P={Machine.Programs}/pinfold; {script}");

    /// <summary>What reached a service or the name server since the last time.</summary>
    internal string Reached()
    {
        // From where the last look ended: what is written between a look and an emptying of the file would be lost.
        using var file = new FileStream($"{Machine!.Root}/tmp/reached", FileMode.Open, FileAccess.Read,
            FileShare.ReadWrite);
        file.Position = _heard;
        using var reader = new StreamReader(file);
        var text = reader.ReadToEnd();
        _heard = file.Position;
        return text;
    }

    /// <summary>
    /// Waits until <paramref name="what"/> has reached a service: a datagram is sent before it is heard of. False when
    /// it has not within ten seconds.
    /// </summary>
    internal bool Reaches(string what)
    {
        var text = "";
        return SpinWait.SpinUntil(() => (text += Reached()).Contains(what, StringComparison.Ordinal),
            TimeSpan.FromMinutes(1));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Machine?.Dispose();
        _cloud?.Dispose();
        _home?.Dispose();
    }
}
