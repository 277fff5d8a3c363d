using System.Globalization;

namespace Pinfold.Core.Ledger;

/// <summary>Kinds of Linux.</summary>
public abstract partial record LedgerChange
{
    private static LedgerChange? ReadLinux(string kind, string path, string identity, Func<string, string> field) =>
        kind switch
        {
            nameof(MakeFolder) => new MakeFolder(path, identity, field("mode")),
            nameof(InstallFile) => new InstallFile(path, identity, field("mode"), field("sha256")),
            nameof(AddGroup) => new AddGroup(path, identity),
            nameof(AddAccount) => new AddAccount(path, identity, field("gid"), field("role")),
            nameof(LoadTable) => new LoadTable(path, identity, field("offline"), field("online"), field("loopback"),
                field("cgroups"), field("network")),
            nameof(GrantAccess) => new GrantAccess(path, identity, field("uid"), field("owner"), field("write")),
            nameof(EnableUnit) => new EnableUnit(path, identity),
            nameof(StartService) => new StartService(path, identity),
            _ => null,
        };

    /// <summary>A folder of root is made.</summary>
    /// <param name="Path">The folder.</param>
    /// <param name="Identity">Empty: it does not exist yet.</param>
    /// <param name="Mode">Its mode, in octal.</param>
    public sealed record MakeFolder(string Path, string Identity, string Mode)
        : LedgerChange(Path, Identity, closed: true)
    {
        /// <inheritdoc/>
        public override string Describe() => $"make the folder {Path}, of root, mode {Mode}";

        /// <inheritdoc/>
        public override string Undo => $"remove the folder {Path} when nothing else is in it";

        internal override IEnumerable<(string Name, string Value)> Fields => [("mode", Mode)];
    }

    /// <summary>A file of root is written, whole or not at all.</summary>
    /// <param name="Path">The file.</param>
    /// <param name="Identity">Empty: it does not exist yet.</param>
    /// <param name="Mode">Its mode, in octal.</param>
    /// <param name="Sha256">The hash of its bytes, in lower-case hexadecimal digits.</param>
    public sealed record InstallFile(string Path, string Identity, string Mode, string Sha256)
        : LedgerChange(Path, Identity, closed: true)
    {
        /// <inheritdoc/>
        public override string Describe() => $"write {Path}, of root, mode {Mode}, SHA-256 {Sha256}";

        /// <inheritdoc/>
        public override string Undo => $"remove {Path}";

        internal override IEnumerable<(string Name, string Value)> Fields => [("mode", Mode), ("sha256", Sha256)];
    }

    /// <summary>A group is added.</summary>
    /// <param name="Path">Its name.</param>
    /// <param name="Identity">Its gid: what it is known by.</param>
    public sealed record AddGroup(string Path, string Identity) : LedgerChange(Path, Identity, closed: true)
    {
        /// <inheritdoc/>
        public override string Describe() => $"add the group {Path}, gid {Identity}";

        /// <inheritdoc/>
        public override string Undo => $"remove the group of gid {Identity}";

        internal override IEnumerable<(string Name, string Value)> Fields => [];
    }

    /// <summary>An account is added: no home, no shell, no password.</summary>
    /// <param name="Path">Its name.</param>
    /// <param name="Identity">Its uid: what it is known by.</param>
    /// <param name="Gid">The gid of its only group.</param>
    /// <param name="Role">Which commands it is for: "offline" or "online".</param>
    public sealed record AddAccount(string Path, string Identity, string Gid, string Role)
        : LedgerChange(Path, Identity, closed: true)
    {
        /// <inheritdoc/>
        public override string Describe() =>
            $"add the account {Path}, uid {Identity}, for {Role} commands: no home, no shell, no password";

        /// <inheritdoc/>
        public override string Undo => $"end the processes of uid {Identity} and remove its account";

        internal override IEnumerable<(string Name, string Value)> Fields => [("gid", Gid), ("role", Role)];

        /// <summary>The uid as a number.</summary>
        public uint Uid => uint.Parse(Identity, NumberStyles.None, CultureInfo.InvariantCulture);
    }

    /// <summary>A table of the packet filter is loaded.</summary>
    /// <param name="Path">Its family and name.</param>
    /// <param name="Identity">Empty: a table has nothing but its name.</param>
    /// <param name="Offline">The uid that reaches nothing.</param>
    /// <param name="Online">The uid that reaches other hosts.</param>
    /// <param name="Loopback">Ports of this host that the online uid reaches, with commas between.</param>
    /// <param name="Cgroups">The cgroup below which commands are known too, in one for each account; empty where there
    /// is none.</param>
    /// <param name="Network">The most that the machine's policy allows: <see cref="SetupOptions.AnyNetwork"/>, or a
    /// narrower mode, with which the online uid reaches nothing either.</param>
    public sealed record LoadTable(
        string Path, string Identity, string Offline, string Online, string Loopback, string Cgroups, string Network)
        : LedgerChange(Path, Identity, closed: true)
    {
        /// <inheritdoc/>
        public override string Describe() =>
            $"load the nftables table {Path}: uid {Offline} reaches nothing; uid {Online} reaches "
            + (Network != SetupOptions.AnyNetwork
                ? $"nothing either, since the machine's policy says {Network}"
                : "other hosts, and of this host ping, port 53 over TCP and UDP"
                    + (Loopback.Length == 0 ? "" : $", and port {Loopback} over TCP"))
            + (Cgroups.Length == 0
                ? ""
                : $"; the same for what is in {Cgroups}, and nothing for the uids outside of it");

        /// <inheritdoc/>
        public override string Undo => $"remove the nftables table {Path}";

        internal override IEnumerable<(string Name, string Value)> Fields =>
            [("offline", Offline), ("online", Online), ("loopback", Loopback), ("cgroups", Cgroups),
                ("network", Network)];
    }

    /// <summary>A unit of systemd, or a script of System V's init, is started at each boot.</summary>
    /// <param name="Path">The unit's name; the script.</param>
    /// <param name="Identity">Empty: it has nothing but its name.</param>
    public sealed record EnableUnit(string Path, string Identity) : LedgerChange(Path, Identity, closed: true)
    {
        /// <inheritdoc/>
        public override string Describe() =>
            $"let {(Path.StartsWith('/') ? "init" : "systemd")} start {Path} at each boot";

        /// <inheritdoc/>
        public override string Undo => $"let nothing start {Path} at a boot";

        internal override IEnumerable<(string Name, string Value)> Fields => [];
    }

    /// <summary>The launch service runs.</summary>
    /// <param name="Path">Its program.</param>
    /// <param name="Identity">The unit that runs it; empty when it is started directly.</param>
    public sealed record StartService(string Path, string Identity) : LedgerChange(Path, Identity, closed: true)
    {
        /// <inheritdoc/>
        public override string Describe() => Identity.Length == 0 ? $"start {Path}" : $"start {Identity} ({Path})";

        /// <inheritdoc/>
        public override string Undo => Identity.Length == 0 ? $"stop {Path}" : $"stop {Identity}";

        internal override IEnumerable<(string Name, string Value)> Fields => [];
    }

    /// <summary>
    /// A user's own commands as an account get an entry in the access lists of a folder, where the file system knows no
    /// idmapped mounts.
    /// </summary>
    /// <param name="Path">The folder.</param>
    /// <param name="Identity">Its device and inode.</param>
    /// <param name="Uid">The account.</param>
    /// <param name="Owner">The user.</param>
    /// <param name="Write">"all": all that is in it, to be written; "enter": the folder itself, to be passed.</param>
    public sealed record GrantAccess(string Path, string Identity, string Uid, string Owner, string Write)
        : LedgerChange(Path, Identity, closed: true)
    {
        /// <inheritdoc/>
        public override string Describe() =>
            $"let commands of user {Owner} as uid {Uid} {(Write == "all" ? "read and write all of" : "pass through")} "
                + $"{Path}, by access list";

        /// <inheritdoc/>
        public override string Undo =>
            $"take their entries off {Path} and what is in it, and give what uid {Uid} made to user {Owner}";

        internal override IEnumerable<(string Name, string Value)> Fields =>
            [("uid", Uid), ("owner", Owner), ("write", Write)];
    }
}
