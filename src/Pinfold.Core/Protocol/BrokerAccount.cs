namespace Pinfold.Core.Protocol;

/// <summary>An account as the broker names it.</summary>
/// <param name="Name">For people.</param>
/// <param name="Uid">User id.</param>
/// <param name="Gid">Group id.</param>
public sealed record BrokerAccount(string Name, uint Uid, uint Gid);
