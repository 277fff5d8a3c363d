using Pinfold.Core.Paths;

namespace Pinfold.Core.Planning;

/// <summary>What is allowed beneath a path: LANDLOCK_ACCESS_FS_* bits (landlock(7)).</summary>
public sealed record LandlockRule(CanonicalPath Path, ulong Access);
