using Pinfold.Core.Paths;

namespace Pinfold.Core.Planning;

/// <summary>A cgroup folder that could be made for this session (cgroups(7)).</summary>
/// <param name="Folder">Its path; it does not exist yet.</param>
/// <param name="Processes">It can limit processes (controller pids).</param>
/// <param name="Memory">It can limit memory (controller memory).</param>
public sealed record CgroupFacts(CanonicalPath Folder, bool Processes, bool Memory);
