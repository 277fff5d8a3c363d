using Pinfold.Core.Paths;

namespace Pinfold.Core.Workspace;

/// <summary>Something that was moved out of a root.</summary>
/// <param name="Id">Its number in the session's quarantine.</param>
/// <param name="Origin">Where it was.</param>
/// <param name="Reason">Why it was moved, for people.</param>
public sealed record QuarantinedItem(int Id, CanonicalPath Origin, string Reason);
