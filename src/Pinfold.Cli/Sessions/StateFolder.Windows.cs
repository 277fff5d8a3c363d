using Pinfold.Cli.Output;
using Pinfold.Core.Paths;
using Pinfold.Core.Planning.Windows;
using Pinfold.Core.WindowsModel.Access;
using Pinfold.Windows.Tokens;

namespace Pinfold.Cli.Sessions;

/// <summary>
/// Pinfold's own folder in the local part of the profile: sessions, journals, the ledger. It is the user's alone, by
/// inheritance from the profile, and unreadable inside; nothing in it is reached through a link.
/// </summary>
internal sealed class StateFolder : IDisposable
{
    private SessionKeyLock? _keys;

    private StateFolder(CanonicalPath path) => Path = path;

    /// <summary>Where it is.</summary>
    internal CanonicalPath Path { get; }

    /// <summary>Opens it, and makes it when there is none.</summary>
    internal static StateFolder Open(CanonicalPath path)
    {
        Make(path);
        return new(path);
    }

    /// <summary>Opens it when it is there.</summary>
    internal static StateFolder? OpenExisting(CanonicalPath path) =>
        Directory.Exists(WindowsPath.ToExtended(path)) ? Open(path) : null;

    /// <summary>Makes the folder <c>sessions/<paramref name="id"/></c> and opens its journal for writing.</summary>
    internal FileStream CreateJournal(string id)
    {
        Make(Path.Combine("sessions"));
        Make(Session(id));
        return new(Journal(id), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.Read, bufferSize: 0);
    }

    /// <summary>The folder of session <paramref name="id"/>.</summary>
    internal CanonicalPath Session(string id) => Path.Combine("sessions/" + id);

    /// <summary>Sessions, oldest first.</summary>
    internal IEnumerable<string> Sessions()
    {
        var folder = WindowsPath.ToExtended(Path.Combine("sessions"));
        return Directory.Exists(folder)
            ? Directory.EnumerateDirectories(folder).Select(System.IO.Path.GetFileName).OfType<string>()
            .Where(SessionId.IsOne).Order(StringComparer.Ordinal)
            : [];
    }

    /// <summary>The journal of session <paramref name="id"/>, read-only; null when there is none.</summary>
    internal FileStream? OpenJournal(string id) => OpenFile(id, FileAccess.Read, FileShare.ReadWrite);

    /// <summary>The same, to go on with it.</summary>
    internal FileStream? ReopenJournal(string id) => OpenFile(id, FileAccess.ReadWrite, FileShare.Read);

    /// <summary>True while a session has its journal open, or where that cannot be told.</summary>
    internal bool IsRunning(string id)
    {
        try
        {
            using (ReopenJournal(id)) return false;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return true;
        }
    }

    /// <summary>Removes a session with its journal; false when its journal is in use.</summary>
    internal bool Remove(string id)
    {
        try
        {
            using (ReopenJournal(id))
            {
            }

            Directory.Delete(WindowsPath.ToExtended(Session(id)), recursive: true);
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>
    /// Takes a pair of key groups for a session, until this is disposed; null when there is none to take.
    /// </summary>
    internal KeyPair? TakeKeys(Token user) => (_keys ??= SessionKeyLock.Take(Path, user)).Pair;

    public void Dispose() => _keys?.Dispose();

    private string Journal(string id) => WindowsPath.ToExtended(Session(id).Combine("journal.jsonl"));

    private FileStream? OpenFile(string id, FileAccess access, FileShare share)
    {
        try
        {
            return new(Journal(id), FileMode.Open, access, share, bufferSize: 0);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    private static void Make(CanonicalPath path)
    {
        try
        {
            var folder = Directory.CreateDirectory(WindowsPath.ToExtended(path));
            if (folder.Attributes.HasFlag(FileAttributes.ReparsePoint))
                throw new CommandException($"the state folder {path} is a link: remove it");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CommandException($"the state folder {path} cannot be used: {e.Message}; "
                + "it keeps the sessions' journals, so nothing runs without it");
        }
    }
}
