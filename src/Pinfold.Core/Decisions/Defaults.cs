using Pinfold.Core.Policy;

namespace Pinfold.Core.Decisions;

/// <summary>The rules that hold where no one said otherwise.</summary>
internal static class Defaults
{
    private static readonly Origin Origin = new(PolicyLayer.BuiltIn, "defaults");

    internal static readonly Reason Reads = new("reads are allowed", Verdict.Allow, Origin);
    internal static readonly Reason Writes = new("writes outside the roots are denied", Verdict.Deny, Origin);
    internal static readonly Reason Commands = new("commands are allowed", Verdict.Allow, Origin);
    internal static readonly Reason Private = new("private temporary folders are writable", Verdict.Allow, Origin);
    internal static readonly Reason Devices = new("harmless devices are writable", Verdict.Allow, Origin);
    internal static readonly Reason Loopback = new("the sandbox's own loopback is reachable", Verdict.Allow, Origin);
    internal static readonly Reason Malformed = new("a request must name its object", Verdict.Deny, Origin);

    /// <summary>Of addresses of that kind, as <see cref="HostAddress.NeverProxied"/> names it.</summary>
    internal static Reason Range(string kind) => new($"{kind} are never proxied", Verdict.Deny, Origin);
}
