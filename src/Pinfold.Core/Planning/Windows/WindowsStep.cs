using System.Collections.Immutable;
using Pinfold.Core.Enforcement;
using Pinfold.Core.Paths;
using Pinfold.Core.WindowsModel;
using Pinfold.Core.WindowsModel.Access;

namespace Pinfold.Core.Planning.Windows;

/// <summary>
/// One thing the Windows backend does to build the fence, in order. Closed set: the backend refuses what it does not
/// know.
/// </summary>
/// <param name="Control">The promise it serves.</param>
public abstract partial record WindowsStep(Control Control)
{
    /// <summary>How it is taken back: handles and what hangs on them end with pinfold, however it ends.</summary>
    public virtual string Undo => "ends when pinfold closes its handle";

    /// <summary>
    /// The entry or label that stays on the disk: written to the ledger first, and left from run to run, so that it
    /// costs one start only.
    /// </summary>
    public virtual (CanonicalPath Path, Ace Ace)? Kept => null;

    /// <summary>True for what stays on the disk.</summary>
    public bool IsKept => Kept is not null;

    /// <summary>One line for people and for approved text.</summary>
    public abstract string Describe();

    /// <summary>
    /// The job of the command's tree; made before all else, for a process's handles are closed in the order of their
    /// numbers, and the job's must be the first. Without JOB_OBJECT_LIMIT_BREAKAWAY_OK.
    /// </summary>
    /// <param name="Limits">What is limited.</param>
    /// <param name="Processes">ActiveProcessLimit, where limited.</param>
    /// <param name="Memory">JobMemoryLimit in bytes, where limited.</param>
    /// <param name="Ui">What the user interface is kept from.</param>
    public sealed record CreateJob(JobLimits Limits, uint Processes, ulong Memory, JobUiLimits Ui)
        : WindowsStep(Control.Tree)
    {
        /// <inheritdoc/>
        public override string Undo => "closing the job ends every process in it";

        /// <inheritdoc/>
        public override string Describe() => $"job: {Limits}"
            + (Limits.HasFlag(JobLimits.ActiveProcess) ? $"; {Processes} processes" : "")
            + (Limits.HasFlag(JobLimits.JobMemory) ? $"; {Memory} bytes" : "")
            + $"; user interface limits: {Ui}";
    }

    /// <summary>
    /// A handle on a file or folder, opened for FILE_READ_DATA (FILE_LIST_DIRECTORY), without following a link, without
    /// FILE_SHARE_DELETE, held while the command runs: it cannot be renamed, replaced or removed. A handle for
    /// attributes alone would take no part in sharing.
    /// </summary>
    /// <param name="Path">What is held; the backend checks that it is still the file of the facts.</param>
    /// <param name="Promise">The promise it serves.</param>
    public sealed record Pin(CanonicalPath Path, Control Promise) : WindowsStep(Promise)
    {
        /// <inheritdoc/>
        public override string Describe() => $"pin: {WindowsPath.ToWin32(Path)}";
    }

    /// <summary>
    /// An inheritable entry for the root's capability SID joins the DACL, and what the root holds inherits it. Files
    /// with other names (hard links) are left out, for one of the names may lie outside; links are not followed.
    /// </summary>
    /// <param name="Path">The root.</param>
    /// <param name="Entry">The entry.</param>
    /// <param name="IsThere">An equal entry is there: nothing is written.</param>
    public sealed record GrantRoot(CanonicalPath Path, Ace Entry, bool IsThere) : WindowsStep(Control.Writes)
    {
        /// <inheritdoc/>
        public override string Undo => "the entry is taken away, and what inherited it inherits anew";

        /// <inheritdoc/>
        public override (CanonicalPath Path, Ace Ace)? Kept => (Path, Entry);

        /// <inheritdoc/>
        public override string Describe() => $"writable: {WindowsPath.ToWin32(Path)} {Entry}{Known(IsThere)}";
    }

    /// <summary>
    /// The root gets a label that lets commands in (<see cref="FenceLevel.RootLabel"/>), and what it holds inherits it;
    /// hard links and links as with <see cref="GrantRoot"/>. With the fence's own level, programs in it run at that
    /// level, whoever starts them (Win32, <i>Mandatory Integrity Control</i>, "Process Creation").
    /// </summary>
    /// <param name="Path">The root.</param>
    /// <param name="Label">The label.</param>
    /// <param name="IsThere">An equal label is there: nothing is written.</param>
    public sealed record LabelRoot(CanonicalPath Path, Ace Label, bool IsThere) : WindowsStep(Control.Writes)
    {
        /// <inheritdoc/>
        public override string Undo => "the label is taken away, or what was there put back";

        /// <inheritdoc/>
        public override (CanonicalPath Path, Ace Ace)? Kept => (Path, Label);

        /// <inheritdoc/>
        public override string Describe() => LowersPrograms
            ? $"level of the fence: {WindowsPath.ToWin32(Path)} {Label}, which programs in it run at, whoever starts them{Known(IsThere)}"
            : $"label without policy: {WindowsPath.ToWin32(Path)} {Label}{Known(IsThere)}";

        /// <summary>True for the fence's own level, at which programs in the root start.</summary>
        public bool LowersPrograms => Label.Sid == FenceLevel.Sid;
    }

    /// <summary>
    /// An inheritable entry denies FILE_DELETE_CHILD to the user's own SID. That right is no write, so the restricting
    /// SIDs are not asked for it; where the label lets the fence's level in, every command could delete what is there:
    /// in each root that ever was one, and in folders of level low. The user's programs still delete what grants them
    /// DELETE, as everything does that inherits from the profile.
    /// </summary>
    /// <param name="Path">A root, or a folder of low level.</param>
    /// <param name="Entry">The entry.</param>
    /// <param name="IsThere">An equal entry is there: nothing is written.</param>
    public sealed record DenyDeleteChild(CanonicalPath Path, Ace Entry, bool IsThere) : WindowsStep(Control.Writes)
    {
        /// <inheritdoc/>
        public override string Undo => "the entry is taken away, and what inherited it inherits anew";

        /// <inheritdoc/>
        public override (CanonicalPath Path, Ace Ace)? Kept => (Path, Entry);

        /// <inheritdoc/>
        public override string Describe() =>
            $"each file decides about its deletion: {WindowsPath.ToWin32(Path)} {Entry}{Known(IsThere)}";
    }

    /// <summary>
    /// An inheritable entry denies a root's capability SID all writing at an existing hand-off name; explicit, so
    /// before what is inherited.
    /// </summary>
    /// <param name="Path">The name.</param>
    /// <param name="Entry">The entry.</param>
    /// <param name="IsThere">An equal entry is there: nothing is written.</param>
    public sealed record DenyName(CanonicalPath Path, Ace Entry, bool IsThere) : WindowsStep(Control.Handoffs)
    {
        /// <inheritdoc/>
        public override string Undo => "the entry is taken away, and what inherited it inherits anew";

        /// <inheritdoc/>
        public override (CanonicalPath Path, Ace Ace)? Kept => (Path, Entry);

        /// <inheritdoc/>
        public override string Describe() => $"deny: {WindowsPath.ToWin32(Path)} {Entry}{Known(IsThere)}";
    }

    /// <summary>
    /// An existing hand-off name, and what it holds, gets back the level medium in place of the root's.
    /// </summary>
    /// <param name="Path">The name.</param>
    /// <param name="Label">The label.</param>
    /// <param name="IsThere">An equal label is there: nothing is written.</param>
    public sealed record LabelName(CanonicalPath Path, Ace Label, bool IsThere) : WindowsStep(Control.Handoffs)
    {
        /// <inheritdoc/>
        public override string Undo => "the label is taken away, and the root's inherited";

        /// <inheritdoc/>
        public override (CanonicalPath Path, Ace Ace)? Kept => (Path, Label);

        /// <inheritdoc/>
        public override string Describe() => $"not writable: {WindowsPath.ToWin32(Path)} {Label}{Known(IsThere)}";
    }

    /// <summary>
    /// A secret, and what it holds, gets the level medium with no-read-up: programs below medium cannot read it, the
    /// user's own still can.
    /// </summary>
    /// <param name="Path">The secret.</param>
    /// <param name="Label">The label.</param>
    /// <param name="IsThere">An equal label is there: nothing is written.</param>
    public sealed record HideSecret(CanonicalPath Path, Ace Label, bool IsThere) : WindowsStep(Control.Secrets)
    {
        /// <inheritdoc/>
        public override string Undo => "the label is taken away, or what was there put back";

        /// <inheritdoc/>
        public override (CanonicalPath Path, Ace Ace)? Kept => (Path, Label);

        /// <inheritdoc/>
        public override string Describe() => $"hide: {WindowsPath.ToWin32(Path)} {Label}{Known(IsThere)}";
    }

    /// <summary>
    /// Something in a hidden folder that may be read all the same: its level stays medium, without no-read-up.
    /// </summary>
    /// <param name="Path">What may be read.</param>
    /// <param name="Label">The label.</param>
    /// <param name="IsThere">An equal label is there: nothing is written.</param>
    public sealed record RevealSecret(CanonicalPath Path, Ace Label, bool IsThere) : WindowsStep(Control.Secrets)
    {
        /// <inheritdoc/>
        public override string Undo => "the label is taken away, or what was there put back";

        /// <inheritdoc/>
        public override (CanonicalPath Path, Ace Ace)? Kept => (Path, Label);

        /// <inheritdoc/>
        public override string Describe() => $"reveal: {WindowsPath.ToWin32(Path)} {Label}{Known(IsThere)}";
    }

    /// <summary>
    /// An empty folder at an absent hand-off name, made with FILE_FLAG_DELETE_ON_CLOSE and its descriptor, shared for
    /// reading and writing, not for deleting: the name is taken while the command runs, and the kernel removes the
    /// folder when the handle closes.
    /// </summary>
    /// <param name="Path">The name.</param>
    /// <param name="Descriptor">DACL and label, in SDDL; given at creation.</param>
    public sealed record Placeholder(CanonicalPath Path, string Descriptor) : WindowsStep(Control.Handoffs)
    {
        /// <inheritdoc/>
        public override string Undo => "the kernel removes the folder when its handle closes";

        /// <inheritdoc/>
        public override string Describe() => $"take the name {WindowsPath.ToWin32(Path)} {Descriptor}";
    }

    /// <summary>A new folder for the session's temporary files.</summary>
    /// <param name="Path">The folder, absent yet.</param>
    /// <param name="Descriptor">DACL and label, in SDDL; given at creation.</param>
    public sealed record PrivateTemp(CanonicalPath Path, string Descriptor) : WindowsStep(Control.Temp)
    {
        /// <inheritdoc/>
        public override string Undo =>
            "the folder is removed when the command has ended; one that a crash left, by the next start";

        /// <inheritdoc/>
        public override string Describe() => $"private folder: {WindowsPath.ToWin32(Path)} {Descriptor}";
    }

    /// <summary>A window station of the session's own: clipboard and atoms are its own too.</summary>
    /// <param name="Name">Its name in the terminal session.</param>
    /// <param name="Descriptor">DACL and label, in SDDL.</param>
    public sealed record CreateWindowStation(string Name, string Descriptor) : WindowsStep(Control.Processes)
    {
        /// <inheritdoc/>
        public override string Describe() => $"window station {Name} {Descriptor}";
    }

    /// <summary>A desktop in the session's window station.</summary>
    /// <param name="Name">Its name in the station.</param>
    /// <param name="Descriptor">DACL and label, in SDDL.</param>
    public sealed record CreateDesktop(string Name, string Descriptor) : WindowsStep(Control.Processes)
    {
        /// <inheritdoc/>
        public override string Describe() => $"desktop {Name} {Descriptor}";
    }

    /// <summary>
    /// The command's token: CreateRestrictedToken on pinfold's own, then TokenDefaultDacl, then TokenIntegrityLevel; no
    /// privilege but SeChangeNotifyPrivilege stays. When a command has been started, and before it runs, the token that
    /// it got is given its descriptor.
    /// </summary>
    /// <param name="Flags">Of CreateRestrictedToken.</param>
    /// <param name="DenyOnly">SidsToDisable: groups that are for deny only, which nothing can undo.</param>
    /// <param name="RestrictingSids">In this order.</param>
    /// <param name="DefaultDacl">The DACL of what the command makes, in SDDL.</param>
    /// <param name="Level">The integrity level.</param>
    /// <param name="Descriptor">DACL and label of the first process's token as an object, in SDDL.</param>
    public sealed record CreateToken(
        RestrictedTokenFlags Flags, ImmutableArray<Sid> DenyOnly,
        ImmutableArray<Sid> RestrictingSids, string DefaultDacl, Sid Level, string Descriptor)
        : WindowsStep(Control.Privileges)
    {
        /// <inheritdoc/>
        public override string Describe() =>
            $"token: {Flags}; level {Level}; default DACL {DefaultDacl}; its own {Descriptor}"
            + (DenyOnly.IsEmpty ? "" : $"; for deny only {string.Join(' ', DenyOnly)}")
            + "; restricting SIDs" + string.Concat(RestrictingSids.Select(s => $"\n    {s}"));

        /// <summary>The token that comes of it, in the model.</summary>
        public Token Apply(Token from) =>
            RestrictedTokens.Create(from, Flags, DenyOnly.AsSpan(), restrictingSids: RestrictingSids.AsSpan()) with
            {
                DefaultDacl = SecurityDescriptor.Parse(DefaultDacl).Dacl,
                IntegrityLevel = Level,
            };
    }

    /// <summary>PROC_THREAD_ATTRIBUTE_HANDLE_LIST: the command inherits these handles, and no other.</summary>
    /// <param name="Streams">Standard streams.</param>
    public sealed record PassHandles(ImmutableArray<string> Streams) : WindowsStep(Control.Descriptors)
    {
        /// <inheritdoc/>
        public override string Describe() => $"pass {string.Join(", ", Streams)} and no other handle";
    }

    /// <summary>
    /// Variables after the policy's rules; those that lead to temporary files lead to the session's own folder.
    /// </summary>
    /// <param name="Temp">That folder.</param>
    public sealed record FilterEnvironment(CanonicalPath Temp) : WindowsStep(Control.Environment)
    {
        /// <inheritdoc/>
        public override string Describe() =>
            $"environment by the policy's rules; TEMP and TMP are {WindowsPath.ToWin32(Temp)}";
    }

    private static string Known(bool isThere) => isThere ? " (is there)" : "";
}
