using Pinfold.Core.Paths;

namespace Pinfold.Broker;

/// <summary>What of a checked plan the broker itself has to do with.</summary>
internal sealed class PlanFindings
{
    /// <summary>The folders that the account is to be let into by access list, to write or to pass through.</summary>
    internal List<(CanonicalPath Path, bool Write)> Granted { get; } = [];

    /// <summary>The cgroups that the launcher makes and removes.</summary>
    internal List<string> Cgroups { get; } = [];
}
