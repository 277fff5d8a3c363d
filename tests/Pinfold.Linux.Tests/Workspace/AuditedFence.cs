using Pinfold.Core.Paths;
using Pinfold.Core.Planning;
using Pinfold.Core.Workspace;
using Pinfold.Linux.Processes;
using Pinfold.Linux.Tests.Processes;
using Pinfold.Linux.Workspace;

namespace Pinfold.Linux.Tests.Workspace;

/// <summary>A fence whose commands are audited, as the command line does it.</summary>
internal sealed class AuditedFence : IDisposable
{
    private int _session;

    public Fence Fence { get; } = new();

    public string Workspace => Fence.Workspace;

    public CanonicalPath State => CanonicalPath.Parse(Fence.Folder + "/state");

    public CanonicalPath Session => State.Combine($"sessions/{_session}");

    public Auditor Auditor => Audit.In(State);

    public Quarantine Quarantine => Auditor.QuarantineOf(Session);

    public (string Output, AuditResult Audit) Shell(string script)
    {
        using var ticket = Begin();
        var (output, result) = Fence.Shell(script);
        if (result.Outcome is not LaunchOutcome.Exited) throw new InvalidOperationException(result.ToString());
        return (output, Auditor.Run(ticket));
    }

    public AuditTicket Begin()
    {
        _session++;
        Directory.CreateDirectory(Session.Value);
        AwaitTick();
        var facts = Fence.Facts();
        return Audit.Begin(Fence.Policy, facts, Planner.For(Fence.Policy, facts), Session);
    }

    /// <summary>Until a file that is made now is younger than all that the test made before.</summary>
    public static void AwaitTick()
    {
        var before = Clock.FileTime;
        if (!SpinWait.SpinUntil(() => Clock.FileTime > before + 10_000_000, TimeSpan.FromMinutes(1)))
            throw new TimeoutException();
    }

    public void Dispose()
    {
        Host.Shell("/", $"rm -rf {Fence.Folder} || {{ chmod -R u+rwX {Fence.Folder}; rm -rf {Fence.Folder}; }}");
        Fence.Dispose();
    }
}
