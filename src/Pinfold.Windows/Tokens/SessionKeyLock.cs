using System.Collections.Immutable;
using Pinfold.Core.Paths;
using Pinfold.Core.Planning.Windows;
using Pinfold.Core.WindowsModel.Access;

namespace Pinfold.Windows.Tokens;

/// <summary>
/// The pair of key groups that is one session's alone while it runs: a file in Pinfold's state folder, which no command
/// can open, held without sharing. The kernel lets go of it when pinfold ends, however it ends. The files stay, and are
/// empty.
/// </summary>
public sealed class SessionKeyLock : IDisposable
{
    private readonly FileStream? _file;

    private SessionKeyLock(KeyPair? pair, FileStream? file) => (Pair, _file) = (pair, file);

    /// <summary>The pair; null when the token allows none, all are taken, or none can be locked.</summary>
    public KeyPair? Pair { get; }

    /// <summary>Takes the first pair that is free.</summary>
    /// <param name="state">Pinfold's state folder, one for all sessions of the user.</param>
    /// <param name="user">Pinfold's own token.</param>
    public static SessionKeyLock Take(CanonicalPath state, Token user) =>
        Take(WindowsPath.ToExtended(state.Combine("keys")), SessionKeys.PairsOf(user));

    /// <inheritdoc/>
    public void Dispose() => _file?.Dispose();

    /// <summary>As <see cref="Take(CanonicalPath, Token)"/>, in the folder of the locks.</summary>
    internal static SessionKeyLock Take(string folder, ImmutableArray<KeyPair> pairs)
    {
        foreach (var pair in pairs)
        {
            try
            {
                Directory.CreateDirectory(folder);
                return new(pair, new(Path.Combine(folder, pair.Name), FileMode.OpenOrCreate,
                    System.IO.FileAccess.ReadWrite, FileShare.None, bufferSize: 0));
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // Another session has it. Where it is something else, a session without a pair opens nothing of others,
                // and says what it lacks.
                continue;
            }
        }

        return new(null, null);
    }
}
