using System.Collections.Immutable;
using Pinfold.Core.Enforcement;
using Pinfold.Core.Paths;
using Pinfold.Core.Planning.Windows.Elevated;
using Pinfold.Core.WindowsModel;
using Pinfold.Core.WindowsModel.Access;

namespace Pinfold.Core.Planning.Windows;

/// <summary>Steps of the elevated mode.</summary>
public abstract partial record WindowsStep
{
    /// <summary>
    /// An inheritable entry keeps for the user what commands make in a root: their owner is the account, and the user
    /// would have only what the folder's entries say. Left out where a new file gives the user everything already, as
    /// in the profile.
    /// </summary>
    /// <param name="Path">The root.</param>
    /// <param name="Entry">The entry.</param>
    /// <param name="IsThere">An equal entry is there: nothing is written.</param>
    public sealed record KeepControl(CanonicalPath Path, Ace Entry, bool IsThere) : WindowsStep(Control.Writes)
    {
        /// <inheritdoc/>
        public override string Undo => "the entry is taken away, and what inherited it inherits anew";

        /// <inheritdoc/>
        public override (CanonicalPath Path, Ace Ace)? Kept => (Path, Entry);

        /// <inheritdoc/>
        public override string Describe() => $"yours: {WindowsPath.ToWin32(Path)} {Entry}{Known(IsThere)}";
    }

    /// <summary>An inheritable entry lets commands that are given the folder's reading SID read it.</summary>
    /// <param name="Path">A file or folder of the user's that the account could not read.</param>
    /// <param name="Entry">The entry.</param>
    /// <param name="IsThere">An equal entry is there: nothing is written.</param>
    public sealed record GrantRead(CanonicalPath Path, Ace Entry, bool IsThere) : WindowsStep(Control.Writes)
    {
        /// <inheritdoc/>
        public override string Undo => "the entry is taken away, and what inherited it inherits anew";

        /// <inheritdoc/>
        public override (CanonicalPath Path, Ace Ace)? Kept => (Path, Entry);

        /// <inheritdoc/>
        public override string Describe() => $"readable: {WindowsPath.ToWin32(Path)} {Entry}{Known(IsThere)}";
    }

    /// <summary>
    /// An entry that nothing inherits shows the accounts that a folder on the way is one: programs ask for the
    /// attributes of each folder above a path. What is in it stays unknown.
    /// </summary>
    /// <param name="Path">A folder above a root, or above what may be read.</param>
    /// <param name="Entry">The entry.</param>
    /// <param name="IsThere">An equal entry is there: nothing is written.</param>
    public sealed record ShowFolder(CanonicalPath Path, Ace Entry, bool IsThere) : WindowsStep(Control.Writes)
    {
        /// <inheritdoc/>
        public override string Undo => "the entry is taken away";

        /// <inheritdoc/>
        public override (CanonicalPath Path, Ace Ace)? Kept => (Path, Entry);

        /// <inheritdoc/>
        public override string Describe() => $"attributes: {WindowsPath.ToWin32(Path)} {Entry}{Known(IsThere)}";
    }

    /// <summary>
    /// The broker logs the account on, with a password that it alone knows (LsaLogonUser, MSV1_0_INTERACTIVE_LOGON,
    /// batch), with SIDs of its own choice among the groups, which SeTcbPrivilege allows; then CreateRestrictedToken,
    /// TokenDefaultDacl, TokenIntegrityLevel and the user's terminal session. Reading is asked of the groups, writing
    /// of groups and restricting SIDs: each root's SID is in both, so that one entry serves both, and a command knows
    /// no root but its own.
    /// </summary>
    /// <param name="Account">The account.</param>
    /// <param name="Groups">Groups besides the account's own.</param>
    /// <param name="Flags">Of CreateRestrictedToken.</param>
    /// <param name="RestrictingSids">In this order; the new logon session's SID follows.</param>
    /// <param name="DefaultDacl">The DACL of what the command makes, in SDDL.</param>
    /// <param name="Level">The integrity level.</param>
    /// <param name="TerminalSession">The user's.</param>
    /// <param name="Descriptor">DACL and label of the first process's token as an object, in SDDL: it is the broker's
    /// default one otherwise, and the command could not ask for its own.</param>
    public sealed record LogOn(
        SandboxAccount Account, ImmutableArray<Sid> Groups, RestrictedTokenFlags Flags,
        ImmutableArray<Sid> RestrictingSids, string DefaultDacl,
        Sid Level, uint TerminalSession, string Descriptor) : WindowsStep(Control.Privileges)
    {
        /// <summary>
        /// True in a plan of an allow list before a port is taken: what runs from it reaches no proxy.
        /// </summary>
        public bool AwaitsProxy { get; init; }

        /// <inheritdoc/>
        public override string Describe() =>
            $"log on {Account.Name} ({Account.Sid}), batch, with the broker's password, with the groups"
                + Lines(Groups) + Awaited
            + $"\n  then restrict: {Flags}; level {Level}; terminal session {TerminalSession}; default DACL {DefaultDacl}; its own {Descriptor}; restricting SIDs"
            + Lines(RestrictingSids) + Awaited + "\n    the new logon session";

        /// <summary>The token that comes of it, in the model.</summary>
        /// <param name="logonSession">The new logon session's SID.</param>
        public Token Apply(Sid logonSession) =>
            RestrictedTokens.Create(AccountLogon.TokenOf(Account, Groups, logonSession), Flags,
                restrictingSids: [.. RestrictingSids, logonSession]) with
            {
                DefaultDacl = SecurityDescriptor.Parse(DefaultDacl).Dacl,
                IntegrityLevel = Level,
            };

        private string Awaited => AwaitsProxy ? "\n    the SID of the proxy's port that is free when it starts" : "";

        private static string Lines(ImmutableArray<Sid> sids) => string.Concat(sids.Select(s => $"\n    {s}"));
    }
}
