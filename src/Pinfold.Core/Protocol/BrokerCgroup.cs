namespace Pinfold.Core.Protocol;

/// <summary>A cgroup folder of the broker's in which a launch may have one of its own.</summary>
/// <param name="Folder">Its path.</param>
/// <param name="Processes">What is made there can limit processes.</param>
/// <param name="Memory">What is made there can limit memory.</param>
/// <param name="Account">Where the packet filter knows commands by cgroup: the uid of the account whose every command
/// has one there; else 0, for all.</param>
public sealed record BrokerCgroup(string Folder, bool Processes, bool Memory, uint Account = 0)
{
    /// <summary>True where a command of <paramref name="account"/> may have one.</summary>
    public bool IsFor(uint account) => Account == 0 || Account == account;
}
