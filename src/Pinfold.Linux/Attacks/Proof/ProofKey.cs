using System.Text;
using Pinfold.Core.Hashing;
using Pinfold.Core.Planning;
using Pinfold.Linux.Elevated;
using Pinfold.Linux.Host;

namespace Pinfold.Linux.Attacks.Proof;

/// <summary>
/// Everything that a proof depends on, as one word. Files are told by identity and times, which is what a start can
/// afford.
/// </summary>
internal static unsafe class ProofKey
{
    /// <summary>Null when a program cannot be looked at: then nothing is remembered.</summary>
    internal static string? Of(HostFacts facts, Plan plan, string program)
    {
        var text = new StringBuilder(1024);
        foreach (var path in TrustedPrograms.All(program))
        {
            if (!Identify(path, text)) return null;
        }

        AppendKernel(text);
        text.Append($"landlock {facts.LandlockAbi} seccomp {facts.Seccomp} {facts.SeccompNotify} proc {facts.Proc} "
            + $"namespaces {facts.NoUserNamespaces ?? "yes"} uid {facts.Uid}\n");
        text.Append(facts.Account is { } account ? $"mode elevated {account.Uid}\n" : "mode unelevated\n");
        // another broker has another socket
        if (facts.Account is not null && !Identify(BrokerClient.SocketPath, text)) return null;
        text.Append("shape ").Append(PlanShape.Of(plan));
        return Sha256.Hex(Encoding.UTF8.GetBytes(text.ToString()));
    }

    private static bool Identify(string path, StringBuilder text)
    {
        var stamp = FileStamp.Of(path);
        text.Append(stamp).Append('\n');
        return stamp is not null;
    }

    /// <summary>Release and version of uname(2): the version has the build's number and date.</summary>
    private static void AppendKernel(StringBuilder text)
    {
        const int Field = 65;
        var names = stackalloc byte[6 * Field];
        if (SystemCall.Call(63, (nint)names) < 0) return;
        foreach (var index in (int[])[2, 3])
            text.Append(Encoding.UTF8.GetString(
                System.Runtime.InteropServices.MemoryMarshal.CreateReadOnlySpanFromNullTerminated(names
                    + (index * Field))))
                .Append('\n');
    }
}
