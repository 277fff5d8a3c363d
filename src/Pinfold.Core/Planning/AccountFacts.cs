namespace Pinfold.Core.Planning;

/// <summary>A local account that commands run as in elevated mode.</summary>
/// <param name="Name">Its name, for people.</param>
/// <param name="Uid">Its user id, which is what counts.</param>
/// <param name="Gid">Its group id.</param>
public sealed record AccountFacts(string Name, uint Uid, uint Gid);
