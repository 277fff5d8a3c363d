using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Pinfold.Core.Decisions;
using Pinfold.Core.Journal;
using Pinfold.Core.Paths;
using Pinfold.Core.Policy;

// Decisions a second on one core, for the built-in lists with a policy of the user's own on top, and what a run's
// journal costs.
var policyText = Encoding.UTF8.GetBytes("""
    version = 1
    [filesystem]
    write = ["{workspace}", "~/.cache/tool", "~/scratch"]
    deny_read = ["**/.env", "**/*.pem", "**/secrets/**", "~/private"]
    read = ["~/.config/gh/hosts.yml"]
    protect = [".github", "ci/deploy.sh"]
    [network]
    mode = "allowlist"
    allow = ["registry.example.org:443", "*.example.com:443", "10.0.0.5:8080"]
    [commands]
    rules = [ { prefix = ["git", "push"], decision = "ask" }, { prefix = ["git", "push", "--force"], decision = "deny" }, { prefix = ["rm", "-rf", "/"], decision = "deny" } ]
    """);

var loaded = PolicyLoader.Load([new(PolicyLayer.User, "policy.toml", policyText)], new(),
    CanonicalPath.Parse("/home/u/work/project"), CanonicalPath.Parse("/home/u"));
var policy = loaded.Policy ?? throw new InvalidOperationException(string.Join('\n', loaded.Diagnostics));
var building = Stopwatch.GetTimestamp();
var engine = new DecisionEngine(policy);
var built = Stopwatch.GetElapsedTime(building);

(string Name, Request[] Requests)[] mixes =
[
    ("reads", [Read("/usr/lib/x86_64-linux-gnu/libc.so.6"), Read("/home/u/work/project/src/Deep/Down/File.cs"),
        Read("/home/u/.ssh/id_ed25519"), Read("/home/u/work/project/.env")]),
    ("writes", [Write("/home/u/work/project/src/Deep/Down/File.cs"), Write("/home/u/work/project/.git/objects/ab/cdef"),
        Write("/home/u/work/project/.git/hooks/pre-commit"), Write("/etc/passwd")]),
    ("connections", [Connect("registry.example.org"), Connect("a.b.example.com"),
        Connect("evil.example.net"), Connect("169.254.169.254")]),
    ("commands", [Run("git", "status"), Run("git", "push", "--force"),
        Run("/usr/bin/make", "-j2", "all"), Run("rm", "-rf", "/")]),
];

var rules = policy.Write.Length + policy.DenyRead.Length + policy.Read.Length + policy.Protect.Length
    + policy.ProtectPaths.Length + policy.Allow.Length + policy.Commands.Length;
Print($"rules                {rules}, engine built in {built.TotalMicroseconds:n0} us (first time)");
foreach (var (name, requests) in mixes) Print($"{name,-20} {PerSecond(requests) / 1e6:n2} million a second");
Print($"all kinds            {PerSecond([.. mixes.SelectMany(m => m.Requests)]) / 1e6:n2} million a second");
Journal();

double PerSecond(Request[] requests)
{
    var best = 0.0;
    var denied = 0L;
    for (var round = 0; round < 8; round++)
    {
        const int Rounds = 100_000;
        var start = Stopwatch.GetTimestamp();
        for (var i = 0; i < Rounds; i++)
            foreach (var request in requests) denied += (long)engine.Decide(request).Verdict;
        best = Math.Max(best, Rounds * requests.Length / Stopwatch.GetElapsedTime(start).TotalSeconds);
    }

    return denied >= 0 ? best : 0;
}

void Journal()
{
    for (var round = 1; round <= 3; round++)
    {
        var path = Path.Combine(Path.GetTempPath(), $"pinfold-bench-{Environment.ProcessId}-{round}.jsonl");
        var start = Stopwatch.GetTimestamp();
        using (var journal = JournalWriter.Open(
            new FileStream(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.ReadWrite, 0),
            TimeProvider.System))
        {
            for (var i = 0; i < 6; i++)
                journal.Append("command", new JsonObject
                {
                    ["id"] = i, ["argv"] = new JsonArray("git", "commit", "-m", "message"),
                    ["reason"] = new string('x', 300)
                });
        }

        Print($"journal, 6 records   {Stopwatch.GetElapsedTime(start).TotalMicroseconds:n0} us ({(round == 1 ? "first in the process" : "again")})");
        File.Delete(path);
    }
}

static Request Read(string path) => new Request.Read(CanonicalPath.Parse(path));
static Request Write(string path) => new Request.Write(CanonicalPath.Parse(path));
static Request Connect(string host) => new Request.Connect(host, 443);
static Request Run(params string[] argv) => new Request.Run([.. argv]);
static void Print(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));
