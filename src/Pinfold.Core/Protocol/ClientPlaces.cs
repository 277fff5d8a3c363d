namespace Pinfold.Core.Protocol;

/// <summary>
/// The places of a broker's clients: a few for each user, so that none keeps the others out. For several threads.
/// </summary>
/// <typeparam name="TUser">What a user is told by.</typeparam>
public sealed class ClientPlaces<TUser>
    where TUser : notnull
{
    /// <summary>Clients of all users at once.</summary>
    public const int Most = 512;

    /// <summary>Clients of one user at once.</summary>
    public const int MostOfOneUser = 128;

    private readonly Dictionary<TUser, int> _taken = [];

    /// <summary>
    /// Takes a place, to be given back with <see cref="Leave"/>; false when the user has all that one may have.
    /// </summary>
    /// <param name="user">Whose client it is.</param>
    public bool TryEnter(TUser user)
    {
        lock (_taken)
        {
            var count = _taken.GetValueOrDefault(user);
            if (count >= MostOfOneUser) return false;
            _taken[user] = count + 1;
            return true;
        }
    }

    /// <summary>Gives a place back.</summary>
    /// <param name="user">Whose client it was.</param>
    public void Leave(TUser user)
    {
        lock (_taken)
            if (--_taken[user] == 0) _taken.Remove(user);
    }
}
