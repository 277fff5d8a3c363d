using System.Collections.Immutable;
using Pinfold.Core.Enforcement;
using Pinfold.Core.Paths;

namespace Pinfold.Core.Planning;

/// <summary>
/// One thing a backend does to build the fence, in order. Closed set: the launcher refuses what it does not know.
/// </summary>
/// <param name="Control">The promise it serves.</param>
public abstract record PlanStep(Control Control)
{
    /// <summary>How it is taken back: nearly all live in namespaces that die with the command.</summary>
    public virtual string Undo => "ends with the command's namespaces";

    /// <summary>One line for people and for approved text.</summary>
    public abstract string Describe();

    /// <summary>clone(2) with these namespaces; the user is mapped to itself.</summary>
    public sealed record CreateNamespaces(Namespaces Kinds) : PlanStep(Control.Processes)
    {
        /// <inheritdoc/>
        public override string Describe() => $"create namespaces: {Kinds}";
    }

    /// <summary>
    /// A cgroup for the tree (cgroups(7)), at most so many processes and bytes of memory; 0: not limited there.
    /// </summary>
    public sealed record JoinCgroup(CanonicalPath Path, ulong Processes, ulong Memory) : PlanStep(Control.Limits)
    {
        /// <inheritdoc/>
        public override string Undo => "the cgroup is removed when the command has ended";

        /// <inheritdoc/>
        public override string Describe() =>
            $"cgroup {Path}: {(Processes == 0 && Memory == 0 ? "known to the packet filter" : "")}"
            + (Processes == 0 ? "" : $"{Processes} processes") + (Processes != 0 && Memory != 0 ? ", " : "")
            + (Memory == 0 ? "" : $"{Memory} bytes of memory");
    }

    /// <summary>
    /// An empty folder at an absent hand-off name on the host, so that the name is taken; a read-only mount covers it.
    /// </summary>
    public sealed record Placeholder(CanonicalPath Path) : PlanStep(Control.Handoffs)
    {
        /// <inheritdoc/>
        public override string Undo => "the folder is removed when the command has ended";

        /// <inheritdoc/>
        public override string Describe() => $"take the name {Path}";
    }

    /// <summary>
    /// The account is let into a folder by access list (acl(5)): its file system knows no idmapped mounts.
    /// </summary>
    /// <param name="Path">The folder.</param>
    /// <param name="Write">All that is in it, to be written; else the folder itself, to be passed.</param>
    public sealed record GrantAccess(CanonicalPath Path, bool Write) : PlanStep(Control.Writes)
    {
        /// <inheritdoc/>
        public override string Undo => "'pinfold uninstall' takes the entries off again";

        /// <inheritdoc/>
        public override string Describe() =>
            $"let the account {(Write ? "read and write" : "pass through")}, by access list: {Path}";
    }

    /// <summary>Every mount becomes read-only and nosuid (mount_setattr(2), recursive).</summary>
    public sealed record ReadOnlyRoot() : PlanStep(Control.Writes)
    {
        /// <inheritdoc/>
        public override string Describe() => "make every mount read-only";
    }

    /// <summary>A writable root is bound again, writable, nosuid, nodev.</summary>
    public sealed record Writable(CanonicalPath Path) : PlanStep(Control.Writes)
    {
        /// <inheritdoc/>
        public override string Describe() => $"writable: {Path}";
    }

    /// <summary>
    /// A folder of the caller's as the account sees it: what the caller owns there is the account's, read-only
    /// (idmapped mount, mount_setattr(2)).
    /// </summary>
    public sealed record OwnerView(CanonicalPath Path) : PlanStep(Control.Writes)
    {
        /// <inheritdoc/>
        public override string Describe() => $"readable for the account as for you: {Path}";
    }

    /// <summary>An empty file system in memory, of at most <paramref name="Bytes"/> bytes.</summary>
    public sealed record PrivateFolder(CanonicalPath Path, long Bytes, int Mode, bool Sealed, Control Promise)
        : PlanStep(Promise)
    {
        /// <inheritdoc/>
        public override string Describe() => $"private {(Sealed ? "empty " : "")}folder: {Path}";
    }

    /// <summary>A folder bound on itself, so that it cannot be renamed away from above what it holds.</summary>
    public sealed record Pin(CanonicalPath Path) : PlanStep(Control.Handoffs)
    {
        /// <inheritdoc/>
        public override string Describe() => $"pin: {Path}";
    }

    /// <summary>An existing path inside a writable root is bound read-only.</summary>
    public sealed record ReadOnly(CanonicalPath Path) : PlanStep(Control.Handoffs)
    {
        /// <inheritdoc/>
        public override string Describe() => $"read-only: {Path}";
    }

    /// <summary>A secret is covered by an empty, unreadable file or folder.</summary>
    public sealed record Hide(CanonicalPath Path, bool IsDirectory) : PlanStep(Control.Secrets)
    {
        /// <inheritdoc/>
        public override string Describe() => $"hide: {Path}";
    }

    /// <summary>
    /// Something inside a hidden folder that may be read all the same is bound in an empty folder in its place.
    /// </summary>
    public sealed record Reveal(CanonicalPath Path) : PlanStep(Control.Secrets)
    {
        /// <inheritdoc/>
        public override string Describe() => $"reveal: {Path}";
    }

    /// <summary>A new /dev with null, zero, full, random, urandom, tty, its own pts and shm.</summary>
    public sealed record PrivateDevices() : PlanStep(Control.Writes)
    {
        /// <inheritdoc/>
        public override string Describe() => "private /dev";
    }

    /// <summary>A new /proc of the pid namespace, its kernel controls read-only.</summary>
    public sealed record PrivateProc(bool LockControls) : PlanStep(Control.Processes)
    {
        /// <inheritdoc/>
        public override string Describe() =>
            LockControls ? "private /proc, its kernel controls read-only" : "private /proc";
    }

    /// <summary>The loopback interface of the new network namespace comes up.</summary>
    public sealed record LoopbackUp() : PlanStep(Control.Network)
    {
        /// <inheritdoc/>
        public override string Describe() => "loopback up";
    }

    /// <summary>
    /// The one way out: every address is the sandbox's own, and sockets that are made inside are served by the egress
    /// proxy outside.
    /// </summary>
    /// <param name="Proxy">The port of 127.0.0.1 where the proxy is spoken to, by HTTP or SOCKS.</param>
    /// <param name="Ports">TCP ports of every address that lead to the proxy too, for programs that do not know of it;
    /// for names port 53 does besides.</param>
    public sealed record Egress(int Proxy, ImmutableArray<int> Ports) : PlanStep(Control.Network)
    {
        /// <summary>The ports that one plan may serve directly.</summary>
        public const int MaxPorts = 64;

        /// <inheritdoc/>
        public override string Undo => "the sockets are closed when the command has ended";

        /// <inheritdoc/>
        public override string Describe() =>
            $"egress proxy at 127.0.0.1:{Proxy}, for "
                + $"{(Ports.IsEmpty ? "no port" : $"port {string.Join(", ", Ports)}")} of every address, and for names";
    }

    /// <summary>A port of the user's loopback leads to the same port inside.</summary>
    public sealed record ForwardPort(int Port) : PlanStep(Control.Network)
    {
        /// <inheritdoc/>
        public override string Describe() => $"forward 127.0.0.1:{Port} into the sandbox";
    }

    /// <summary>setrlimit(2), soft and hard.</summary>
    public sealed record Limit(LimitedResource Resource, ulong Value) : PlanStep(Control.Limits)
    {
        /// <inheritdoc/>
        public override string Describe() => $"limit {Resource}: {Value}";
    }

    /// <summary>
    /// All capability sets become empty (capabilities(7)), and in elevated mode the user becomes
    /// <paramref name="Account"/>.
    /// </summary>
    public sealed record DropCapabilities(AccountFacts? Account = null) : PlanStep(Control.Privileges)
    {
        /// <inheritdoc/>
        public override string Describe() =>
            Account is { } account
                ? $"become {account.Name} (uid {account.Uid}), drop all capabilities"
                : "drop all capabilities";
    }

    /// <summary>PR_SET_NO_NEW_PRIVS.</summary>
    public sealed record NoNewPrivileges() : PlanStep(Control.Privileges)
    {
        /// <inheritdoc/>
        public override string Describe() => "no new privileges";
    }

    /// <summary>A Landlock domain: handled rights, scopes, and what is allowed beneath which path.</summary>
    public sealed record Landlock(ulong HandledFs, ulong HandledNet, ulong Scoped, ImmutableArray<LandlockRule> Rules)
        : PlanStep(Control.Writes)
    {
        /// <inheritdoc/>
        public override string Describe() =>
            $"landlock fs 0x{HandledFs:x} net 0x{HandledNet:x} scoped 0x{Scoped:x}"
            + string.Concat(Rules.Select(r => $"\n    0x{r.Access:x4} {r.Path}"));
    }

    /// <summary>The seccomp filter.</summary>
    public sealed record Seccomp(SyscallRules Rules) : PlanStep(Control.Syscalls)
    {
        /// <inheritdoc/>
        public override string Describe() => $"seccomp filter: {Rules}";
    }
}
