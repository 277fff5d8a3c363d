namespace Pinfold.Core.Protocol;

/// <summary>A cgroup folder of the broker's in which a launch may have one of its own.</summary>
/// <param name="Folder">Its path.</param>
/// <param name="Processes">What is made there can limit processes.</param>
/// <param name="Memory">What is made there can limit memory.</param>
public sealed record BrokerCgroup(string Folder, bool Processes, bool Memory);
