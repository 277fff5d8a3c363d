namespace Pinfold.Core.Ledger;

/// <summary>
/// Kinds of Windows that an administrator's set-up makes. What gets its SID from the system is told from another of the
/// same name by the installation's tag, which stands in its comment.
/// </summary>
public abstract partial record LedgerChange
{
    private static LedgerChange? ReadWindowsSetup(string kind, string path, string identity,
        Func<string, string> field) => kind switch
    {
        nameof(SecureFolder) => new SecureFolder(path, identity, field("sddl")),
        nameof(CopyProgram) => new CopyProgram(path, identity, field("sha256")),
        nameof(AddKey) => new AddKey(path, identity),
        nameof(AddLocalGroup) => new AddLocalGroup(path, identity),
        nameof(AddLocalAccount) => new AddLocalAccount(path, identity, field("group"), field("role")),
        nameof(GrantRight) => new GrantRight(path, identity),
        nameof(HideAccount) => new HideAccount(path, identity),
        nameof(AddFilters) => new AddFilters(path, identity, field("offline"), field("online"), field("proxy"),
            field("loopback"), field("network")),
        nameof(EnableAccount) => new EnableAccount(path, identity),
        nameof(InstallService) => new InstallService(path, identity, field("sddl")),
        _ => null,
    };

    /// <summary>
    /// A folder that only administrators change is made; one that is there and is somebody else's refuses the set-up.
    /// </summary>
    /// <param name="Path">The folder.</param>
    /// <param name="Identity">Empty: it does not exist yet.</param>
    /// <param name="Sddl">Its descriptor.</param>
    public sealed record SecureFolder(string Path, string Identity, string Sddl)
        : LedgerChange(Path, Identity, closed: true)
    {
        /// <inheritdoc/>
        public override string Describe() => $"make the folder {Path} {Sddl}";

        /// <inheritdoc/>
        public override string Undo => $"remove the folder {Path} when nothing else is in it";

        internal override IEnumerable<(string Name, string Value)> Fields => [("sddl", Sddl)];
    }

    /// <summary>A program is copied, whole or not at all.</summary>
    /// <param name="Path">Where to.</param>
    /// <param name="Identity">Empty: it does not exist yet.</param>
    /// <param name="Sha256">The hash of its bytes, in lower-case hexadecimal digits.</param>
    public sealed record CopyProgram(string Path, string Identity, string Sha256)
        : LedgerChange(Path, Identity, closed: true)
    {
        /// <inheritdoc/>
        public override string Describe() => $"write {Path}, SHA-256 {Sha256}";

        /// <inheritdoc/>
        public override string Undo => $"remove {Path}";

        internal override IEnumerable<(string Name, string Value)> Fields => [("sha256", Sha256)];
    }

    /// <summary>A key of the registry is made.</summary>
    /// <param name="Path">The key.</param>
    /// <param name="Identity">Empty: it does not exist yet.</param>
    public sealed record AddKey(string Path, string Identity) : LedgerChange(Path, Identity, closed: true)
    {
        /// <inheritdoc/>
        public override string Describe() => $"make the key {Path}";

        /// <inheritdoc/>
        public override string Undo => $"remove the key {Path} when nothing else is in it";

        internal override IEnumerable<(string Name, string Value)> Fields => [];
    }

    /// <summary>A local group is added.</summary>
    /// <param name="Path">Its name.</param>
    /// <param name="Identity">The installation's tag.</param>
    public sealed record AddLocalGroup(string Path, string Identity) : LedgerChange(Path, Identity, closed: true)
    {
        /// <inheritdoc/>
        public override string Describe() => $"add the local group {Path}";

        /// <inheritdoc/>
        public override string Undo => $"remove the local group {Path} when its comment names {Identity}";

        internal override IEnumerable<(string Name, string Value)> Fields => [];
    }

    /// <summary>
    /// A local account is added, disabled: an ordinary user's, with a random password that nobody is told.
    /// </summary>
    /// <param name="Path">Its name.</param>
    /// <param name="Identity">The installation's tag.</param>
    /// <param name="Group">The local group that it joins.</param>
    /// <param name="Role">Which commands it is for: "offline" or "online".</param>
    public sealed record AddLocalAccount(string Path, string Identity, string Group, string Role)
        : LedgerChange(Path, Identity, closed: true)
    {
        /// <inheritdoc/>
        public override string Describe() =>
            $"add the account {Path} for {Role} commands, in {Group}, disabled, with a random password that is kept nowhere";

        /// <inheritdoc/>
        public override string Undo =>
            $"end the processes of {Path} and remove its profile and account when its comment names {Identity}";

        internal override IEnumerable<(string Name, string Value)> Fields => [("group", Group), ("role", Role)];
    }

    /// <summary>A right is granted to an account, or a denial of one.</summary>
    /// <param name="Path">The right, as LsaAddAccountRights names it.</param>
    /// <param name="Identity">The account's name.</param>
    public sealed record GrantRight(string Path, string Identity) : LedgerChange(Path, Identity, closed: true)
    {
        /// <inheritdoc/>
        public override string Describe() => $"give {Identity} {Path}";

        /// <inheritdoc/>
        public override string Undo => $"take {Path} from {Identity}";

        internal override IEnumerable<(string Name, string Value)> Fields => [];
    }

    /// <summary>An account is left out where people sign in.</summary>
    /// <param name="Path">The registry key.</param>
    /// <param name="Identity">The account's name, which is the value's.</param>
    public sealed record HideAccount(string Path, string Identity) : LedgerChange(Path, Identity, closed: true)
    {
        /// <inheritdoc/>
        public override string Describe() => $@"set {Path}\{Identity} to 0, so that it is not shown at sign-in";

        /// <inheritdoc/>
        public override string Undo => $@"remove the value {Path}\{Identity}";

        internal override IEnumerable<(string Name, string Value)> Fields => [];
    }

    /// <summary>The filters of both accounts are added, all in one transaction.</summary>
    /// <param name="Path">The provider's name.</param>
    /// <param name="Identity">The provider's GUID.</param>
    /// <param name="Offline">The account that reaches proxies alone.</param>
    /// <param name="Online">The account that reaches other computers.</param>
    /// <param name="Proxy">The first of the proxies' ports on 127.0.0.1.</param>
    /// <param name="Loopback">Ports that both may serve and reach on loopback addresses, with commas between.</param>
    /// <param name="Network">The most that the machine's policy allows: <see cref="SetupOptions.AnyNetwork"/>, or a
    /// narrower mode, with which the online account reaches nothing either.</param>
    public sealed record AddFilters(string Path, string Identity, string Offline, string Online, string Proxy,
        string Loopback, string Network)
        : LedgerChange(Path, Identity, closed: true)
    {
        /// <summary>As many as a table of filters opens.</summary>
        private const int ProxyCount = Planning.Windows.Elevated.ProxyPorts.Count;

        /// <inheritdoc/>
        public override string Describe() =>
            $"add the network filters of {Path}: {Offline} reaches "
                + $"nothing{(Network == "offline" ? "" : $", but for a command with an allow list its own proxy on one of {ProxyCount} ports of 127.0.0.1 from {Proxy} on")}; {Online} "
            + (Network != SetupOptions.AnyNetwork
                ? $"reaches nothing either, since the machine's policy says {Network}; loopback, for {Offline} alone: "
                : "reaches other computers and is not reached; both ")
            + $"{(Loopback.Length == 0 ? "no loopback port" : $"loopback port {Loopback}")}; persistent, and from the start of the system";

        /// <inheritdoc/>
        public override string Undo => $"remove the filters, the sublayer and the provider {Identity}";

        internal override IEnumerable<(string Name, string Value)> Fields =>
            [("offline", Offline), ("online", Online), ("proxy", Proxy), ("loopback", Loopback), ("network", Network)];
    }

    /// <summary>An account that was added disabled is enabled, once its filters stand.</summary>
    /// <param name="Path">Its name.</param>
    /// <param name="Identity">The installation's tag.</param>
    public sealed record EnableAccount(string Path, string Identity) : LedgerChange(Path, Identity, closed: true)
    {
        /// <inheritdoc/>
        public override string Describe() => $"enable the account {Path}";

        /// <inheritdoc/>
        public override string Undo => $"disable the account {Path}";

        internal override IEnumerable<(string Name, string Value)> Fields => [];
    }

    /// <summary>A service is installed, to be started with the system.</summary>
    /// <param name="Path">Its name.</param>
    /// <param name="Identity">Its program.</param>
    /// <param name="Sddl">Its descriptor.</param>
    public sealed record InstallService(string Path, string Identity, string Sddl)
        : LedgerChange(Path, Identity, closed: true)
    {
        /// <inheritdoc/>
        public override string Describe() =>
            $"install the service {Path} ({Identity}), of LocalSystem, started with the system {Sddl}";

        /// <inheritdoc/>
        public override string Undo => $"stop the service {Path} and remove it";

        internal override IEnumerable<(string Name, string Value)> Fields => [("sddl", Sddl)];
    }
}
