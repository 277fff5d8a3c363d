using System.Security.Cryptography;
using Pinfold.Core.Paths;
using Pinfold.Core.Policy;
using Pinfold.Core.WindowsModel;
using Pinfold.Windows.FileAccess;

namespace Pinfold.Windows.Attacks;

/// <summary>
/// A folder with a workspace, a hand-off in it, a secret and something outside, for attempts against a fence of the
/// user's policy.
/// </summary>
internal sealed class ProofScene : IDisposable
{
    private const string Untouched = "kept";
    private readonly CanonicalPath _root;
    private readonly SessionFolder _folder;

    private readonly string? _handoff;

    /// <summary>Makes it in <paramref name="temp"/>, for the user alone.</summary>
    internal ProofScene(CanonicalPath temp, Sid user, SandboxPolicy policy)
    {
        _handoff = policy.Protect.FirstOrDefault(r => r.Name.IndexOf('/', StringComparison.Ordinal) < 0)?.Name;
        _root = temp.Combine($"pinfold-{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8))}");
        _folder = SessionFolder.Make(_root, SecurityDescriptor.Parse($"D:P(A;OICI;FA;;;SY)(A;OICI;FA;;;{user})"));
        foreach (var folder in (string[])["workspace", "outside", "home", "state",
            .. Handoff is null ? (string[])[] : [$@"workspace\{_handoff}"]])
            Directory.CreateDirectory(Path(folder));
        Reset();
        File.WriteAllText(Secret, "secret");
    }

    /// <summary>A file that does not exist.</summary>
    internal string New => Path(@"outside\new");

    /// <summary>A file that is to stay.</summary>
    internal string Kept => Path(@"outside\kept");

    /// <summary>A file that is to stay unread.</summary>
    internal string Secret => Path(@"home\secret");

    /// <summary>
    /// A file in a folder that has the first hand-off name of the policy; null when it protects none.
    /// </summary>
    internal string? Handoff => _handoff is null ? null : Path($@"workspace\{_handoff}\kept");

    /// <summary>A file that may be made.</summary>
    internal string Allowed => Path(@"workspace\new");

    internal CanonicalPath Workspace => _root.Combine("workspace");

    internal CanonicalPath Home => _root.Combine("home");

    internal CanonicalPath State => _root.Combine("state");

    /// <summary>The scene's own: what it records goes with it.</summary>
    internal string Ledger => Path("ledger");

    /// <summary>The user's policy moved here: the same profile, network, names and limits, but these folders.</summary>
    internal SandboxPolicy Move(SandboxPolicy policy)
    {
        var origin = new Origin(PolicyLayer.BuiltIn, "proof");
        var secret = Home.Combine("secret");
        return policy with
        {
            Workspace = Workspace, Write = [new(Workspace.Value, Workspace, null, origin)],
            DenyRead = [new(secret.Value, secret, null, origin)], Read = [], ProtectPaths = [],
            Profile = policy.Profile == Profile.FullAccess ? Profile.FullAccess : Profile.WorkspaceWrite,
        };
    }

    /// <summary>Takes back what an attempt did.</summary>
    internal void Reset()
    {
        File.Delete(New);
        File.Delete(Allowed);
        File.WriteAllText(Kept, Untouched);
        if (Handoff is not null) File.WriteAllText(Handoff, Untouched);
    }

    /// <summary>The content of a file that is to stay.</summary>
    internal static bool IsChanged(string file) => File.ReadAllText(file) != Untouched;

    /// <inheritdoc/>
    public void Dispose() => _folder.Dispose();

    private string Path(string name) => $@"{WindowsPath.ToWin32(_root)}\{name}";
}
