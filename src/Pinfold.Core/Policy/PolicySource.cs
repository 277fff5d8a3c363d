namespace Pinfold.Core.Policy;

/// <summary>One policy file, not yet read as TOML.</summary>
/// <param name="Layer">Machine, user or project.</param>
/// <param name="Name">Its path, for diagnostics.</param>
/// <param name="Text">Its bytes: UTF-8 is checked here, not by the caller.</param>
public sealed record PolicySource(PolicyLayer Layer, string Name, ReadOnlyMemory<byte> Text);
