using System.Runtime.CompilerServices;
using System.Text;
using Pinfold.Core.WindowsModel.Access;
using Pinfold.Core.WindowsModel.Inheritance;
using Pinfold.Core.WindowsModel.Rights;

namespace Pinfold.Core.WindowsModel.Machine;

/// <summary>
/// A Windows machine as far as access goes: one tree of securable objects, names in all their forms, handles, and
/// processes. It does what the kernel does; who may do it is asked of <see cref="AccessCheck"/>. Sources are named at
/// each call; docs/security/windows-model.md lists what is left out.
/// </summary>
public sealed partial class NtMachine
{
    private readonly NtNames _names = new();
    private readonly List<NtProcess> _processes = [];
    private readonly List<NtVolume> _volumes = [];
    private readonly Dictionary<(SecurityDescriptor? Folder, SecurableType Type, Token Token),
        SecurityDescriptor> _inherited = new(new ByReference());
    private ulong _lastId;

    /// <summary>A machine with nothing but a root.</summary>
    public NtMachine(SecurityDescriptor root) => Root = new(SecurableType.ObjectDirectory, isContainer: true, root, 0);

    /// <summary>The root of the object manager's names.</summary>
    public NtObject Root { get; }

    /// <summary>Of the shares <c>C$</c> and their like.</summary>
    private static SecurityDescriptor Administrative { get; } = SecurityDescriptor.Parse("O:BAG:SYD:(A;;FA;;;BA)");

    private static Token System { get; } = new(WellKnownSids.LocalSystem) { IntegrityLevel = WellKnownSids.System };

    /// <summary>What subjects below an inherited label make.</summary>
    public LowerLabel LowerLabel { get; set; }

    /// <summary>What runs.</summary>
    public IReadOnlyList<NtProcess> Processes => _processes;

    /// <summary>
    /// Every object that has a name, with it, each file under each of its names; then those of processes.
    /// </summary>
    public IEnumerable<(string Name, NtObject Object)> Objects()
    {
        var open = new Stack<(string, NtObject)>([("", Root)]);
        while (open.TryPop(out var next))
        {
            var (path, node) = next;
            yield return (path.Length == 0 ? "\\" : path, node);
            foreach (var (name, child) in node.Own.Reverse()) open.Push(($"{path}\\{name}", child));
        }

        foreach (var process in _processes)
            foreach (var item in process.Objects) yield return ($"{process.Name} ({item.Type})", item);
    }

    /// <summary>Puts an object into the tree, as the installation of a system does: nobody is asked.</summary>
    public NtObject Install(string path, SecurableType type, SecurityDescriptor? descriptor = null)
    {
        var (folder, name, existing, _, _) = Walk(path, followLast: false)
            ?? throw new ArgumentException($"there is no folder for {path}", nameof(path));
        if (existing is not null) throw new ArgumentException($"{path} is there", nameof(path));
        var made = Made(type, folder, descriptor, System);
        Place(folder!, name, made);
        return made;
    }

    /// <summary>The volumes, in the order in which they were mounted.</summary>
    public IReadOnlyList<NtVolume> Volumes => _volumes;

    /// <summary>A volume with a letter, a GUID and an NT name; returns its root folder.</summary>
    public NtObject Mount(char drive, string guid, string device, SecurityDescriptor root)
    {
        _names.Add(drive, guid, device);
        _volumes.Add(new(drive, guid, device, HasAcls: true));
        _names.Add(new NtShare($"{drive}$", $@"{drive}:\", Administrative));
        return Install($@"\Device\{device}", SecurableType.Directory, root);
    }

    /// <summary>
    /// Administrators who come by the network are whole ones: those of a domain, or by LocalAccountTokenFilterPolicy.
    /// </summary>
    public bool KeepsRemoteAdministrators { get; set; }

    /// <summary>Gives a folder to those whom <paramref name="descriptor"/> lets in.</summary>
    public void Share(string name, string folder, SecurityDescriptor descriptor) =>
        _names.Add(new NtShare(name, folder, descriptor));

    /// <summary>
    /// As <see cref="Mount"/>, for FAT: no DACL, and a label that lets every level in, stand for the check that is not
    /// made.
    /// </summary>
    public NtObject MountFat(char drive, string guid, string device)
    {
        var root = Mount(drive, guid, device,
            SecurityDescriptor.Parse("O:SYG:SYD:NO_ACCESS_CONTROLS:(ML;;NW;;;S-1-16-0)"));
        root.HasAcls = false;
        _volumes[^1] = _volumes[^1] with { HasAcls = false };
        return root;
    }

    /// <summary>Gives an object a junction's or symbolic link's target, as an installation does.</summary>
    public void InstallLink(string path, string target) => Install(path, SecurableType.Directory).LinkTarget = target;

    /// <summary>Gives a file one more name, as an installation does.</summary>
    public void InstallName(string path, string newPath)
    {
        var file = Find(path) ?? throw new ArgumentException($"{path} is missing", nameof(path));
        var (folder, name, _, _, _) = Walk(newPath, followLast: false)
            ?? throw new ArgumentException($"no folder for {newPath}", nameof(newPath));
        folder!.Own[name] = file;
        file.Names++;
    }

    /// <summary>
    /// Starts a process; its objects' descriptors come from the token's default DACL (Win32, CreateProcessAsUser) and
    /// get its label. Its token as an object is made by who starts it, and has that one's default DACL: seen on real
    /// Windows where a program could not open its own token for changes, though its default DACL would have let it
    /// (<c>NtSetInformationToken (TokenDefaultDacl), 0xC0000022</c>, what Cygwin's programs say in a sandbox that
    /// leaves it so).
    /// </summary>
    /// <param name="name">For people.</param>
    /// <param name="token">The process's token.</param>
    /// <param name="creator">The token of who starts it; null for the process's own, as when a program starts
    /// another.</param>
    /// <param name="image">The program's file; null where its label is of no interest.</param>
    public NtProcess Start(string name, Token token, Token? creator = null, NtObject? image = null)
    {
        ArgumentNullException.ThrowIfNull(token);
        token = Lowered(token, image);
        var process = new NtProcess(name, token,
            Made(SecurableType.Process, null, null, token), Made(SecurableType.Thread, null, null, token),
                Made(SecurableType.Token, null, null, creator ?? token));
        _processes.Add(process);
        return process;
    }

    /// <summary>
    /// TOKEN_MANDATORY_POLICY_NEW_PROCESS_MIN: "the lesser of the parent-process integrity level and the
    /// executable-file integrity level" (Win32, <i>TOKEN_MANDATORY_POLICY</i>). A file without a label lowers nothing,
    /// for programs that an administrator starts elevated run at a high level from such files.
    /// </summary>
    private static Token Lowered(Token token, NtObject? image) =>
        image?.Descriptor.MandatoryLabel is { } label && token.MandatoryPolicy.HasFlag(MandatoryPolicy.NewProcessMin)
            && !IntegrityCheck.Dominates(label.Sid, token.IntegrityLevel)
            ? token with { IntegrityLevel = label.Sid }
            : token;

    /// <summary>Ends a process.</summary>
    public void End(NtProcess process) => _processes.Remove(process);

    /// <summary>
    /// The object at <paramref name="path"/>, links followed; null when there is none. Nobody is asked.
    /// </summary>
    public NtObject? Find(string path) => Walk(path, followLast: true)?.Object;

    /// <summary>
    /// As <see cref="Find"/>, but the last component's link is not followed; with its name as the disk spells it.
    /// </summary>
    public (string Name, NtObject Object)? FindLink(string path) =>
        Walk(path, followLast: false) is { Object: { } found } place ? (place.Name, found) : null;

    /// <summary>GetShortPathName: the path with 8.3 names where there are some; null when it names nothing.</summary>
    public string? ShortPath(string path)
    {
        if (_names.Parse(path) is not { } parsed) return null;
        var (node, text) = (Root, "");
        foreach (var part in parsed.Components)
        {
            if (node.Find(part) is not { } found) return null;
            text += '\\' + (found.Object.IsFile ? ShortName.Of(found.Name, node.Own.Keys) ?? found.Name : found.Name);
            node = found.Object;
        }

        return text;
    }

    /// <summary>
    /// Everything that the machine remembers, as text: equal when two machines are in the same state.
    /// </summary>
    public string Snapshot()
    {
        var text = new StringBuilder();
        foreach (var (name, item) in Objects())
        {
            text.Append(name).Append(' ').Append(item.Id).Append(' ')
                .Append(Convert.ToHexStringLower(item.Descriptor.ToBytes()))
                .Append(' ').Append(item.LinkTarget).Append(' ').Append(item.Content).Append('\n');
        }

        return text.ToString();
    }

    private NtObject Made(SecurableType type, NtObject? folder, SecurityDescriptor? given, Token token)
    {
        if (folder is { HasAcls: false })
            return new(type, type.IsContainer, folder.Descriptor, ++_lastId) { HasAcls = false };
        var key = (folder?.Descriptor, type, token);
        if (given is not null || !_inherited.TryGetValue(key, out var descriptor))
        {
            descriptor = DescriptorCreation.Create(folder?.Descriptor, given, token, type, type.IsContainer,
                InheritFlags.AutoInherit);
            if (given is null) _inherited[key] = descriptor;
        }

        return new(type, type.IsContainer, descriptor, ++_lastId);
    }

    private static void Place(NtObject folder, string name, NtObject item)
    {
        folder.Own[name] = item;
        item.Names++;
        item.Name ??= name;
    }

    /// <summary>A million files that inherit the same share one descriptor.</summary>
    private sealed class ByReference : IEqualityComparer<(SecurityDescriptor? Folder, SecurableType Type, Token Token)>
    {
        public bool Equals((SecurityDescriptor? Folder, SecurableType Type, Token Token) x,
            (SecurityDescriptor? Folder, SecurableType Type, Token Token) y) =>
            ReferenceEquals(x.Folder, y.Folder) && ReferenceEquals(x.Type, y.Type) && ReferenceEquals(x.Token, y.Token);

        public int GetHashCode((SecurityDescriptor? Folder, SecurableType Type, Token Token) key) =>
            HashCode.Combine(RuntimeHelpers.GetHashCode(key.Folder), RuntimeHelpers.GetHashCode(key.Type),
                RuntimeHelpers.GetHashCode(key.Token));
    }

    /// <summary>
    /// Folder, last name and, where there is one, object, and the share by which it is reached; null where a folder on
    /// the way is missing.
    /// </summary>
    private (NtObject? Folder, string Name, NtObject? Object, string? Stream, NtShare? Share)? Walk(
        string path, bool followLast, int depth = 0, NtShare? by = null)
    {
        if (depth > 16 || _names.Parse(path) is not { } parsed) return null;
        var (parts, stream, share) = parsed;
        share ??= by;
        NtObject? folder = null;
        var (node, name) = (Root, "");
        for (var i = 0; i < parts.Count; i++)
        {
            (folder, name) = (node, parts[i]);
            if (folder.Find(name) is not { } found)
                return i == parts.Count - 1 ? (folder, name, null, stream, share) : null;
            (name, node) = found;
            if (node.LinkTarget is not { } target || (i == parts.Count - 1 && !followLast)) continue;
            return Walk(
                string.Join('\\', [target.TrimEnd('\\'), .. parts[(i + 1)..]]) + (stream is null ? "" : ":" + stream),
                followLast,
                depth + 1, share);
        }

        return (folder, name, node, stream, share);
    }
}
