namespace Pinfold.Linux.Setup;

/// <summary>An account that setup made. It is known by its uid; the name is for people.</summary>
/// <param name="Name">Its name when it was made.</param>
/// <param name="Uid">Its uid.</param>
/// <param name="Gid">The gid of its only group.</param>
public sealed record InstalledAccount(string Name, uint Uid, uint Gid);
