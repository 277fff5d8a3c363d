using System.Collections.Immutable;

namespace Pinfold.Linux.Setup;

/// <summary>What the administrator asks for.</summary>
/// <param name="Offline">The name of the account for offline commands; null: as it is, or "pinfold-offline".</param>
/// <param name="Online">The name of the account for online commands; null: as it is, or "pinfold-online".</param>
/// <param name="Loopback">Ports of this host that online commands reach.</param>
/// <param name="Programs">The folder of the programs to install.</param>
internal sealed record SetupOptions(string? Offline, string? Online, ImmutableArray<int> Loopback, string Programs);
